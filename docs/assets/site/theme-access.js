/** Mends what the theme's script makes, for readers with keyboard or screen reader. */
export function mendTheme() {
  mend();
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
}

function mend() {
  // Each listing's copy button comes in a nameless navigation landmark of its own.
  for (const bar of document.querySelectorAll("nav.md-code__nav:not([role])")) {
    bar.setAttribute("role", "none");
  }
  // A table that is wider than the page scrolls: the keyboard must reach it.
  for (const frame of document.querySelectorAll(
    ".md-typeset__scrollwrap:not([tabindex])",
  )) {
    frame.setAttribute("tabindex", "0");
  }
}
