/**
 * Corrects what the theme's script adds to a page, for readers who use a keyboard or a
 * screen reader.
 */
export function correctTheme() {
  correct();
  new MutationObserver(correct).observe(document.body, {
    childList: true,
    subtree: true,
  });
}

function correct() {
  // The theme puts each listing's copy button into a navigation landmark without a name.
  for (const bar of document.querySelectorAll("nav.md-code__nav:not([role])")) {
    bar.setAttribute("role", "none");
  }
  // A table that is wider than the page scrolls, so the keyboard must reach it.
  for (const frame of document.querySelectorAll(
    ".md-typeset__scrollwrap:not([tabindex])",
  )) {
    frame.setAttribute("tabindex", "0");
  }
}
