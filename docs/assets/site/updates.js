const META = 'meta[name="site-version"]';
/** Milliseconds between two looks at the published page. */
const HOUR = 3_600_000;

/**
 * Keeps one page from mixing two versions of the site, and says when a newer one is
 * online. The theme's instant navigation puts the next page into this document, whose
 * scripts stay: a page of another version is loaded whole instead. Drafts are kept in the
 * browser's storage, so neither way loses an edit.
 */
export function followUpdates() {
  const running = versions(document)[0];
  if (!running) return;
  const head = new MutationObserver(() => {
    if (versions(document).some((version) => version !== running)) location.reload();
  });
  head.observe(document.head, { childList: true });

  let next = Date.now() + HOUR;
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || Date.now() < next) return;
    next = Date.now() + HOUR;
    const published = await publishedVersion();
    if (published && published !== running) announce();
  });
}

/** @param {ParentNode} page */
function versions(page) {
  return [...page.querySelectorAll(META)].map((meta) => meta.getAttribute("content"));
}

async function publishedVersion() {
  try {
    const response = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return versions(page)[0];
  } catch {
    // Without a network there is nothing newer to read.
    return undefined;
  }
}

/** Shows one sentence with a button, which stays until the reader acts. */
function announce() {
  if (document.querySelector(".site-update")) return;
  const notice = document.createElement("div");
  notice.className = "site-update md-typeset";
  notice.setAttribute("role", "status");
  const reload = document.createElement("button");
  reload.className = "action-button";
  reload.textContent = "Reload";
  reload.addEventListener("click", () => location.reload());
  // A screen reader speaks what is added to a status that was there before.
  document.body.append(notice);
  notice.append(
    "A newer version of this guide is online. Your edits are kept.",
    reload,
  );
}
