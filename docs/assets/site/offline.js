/**
 * Lets a visited site work without a network. It starts the service worker, then
 * requests again what the page loaded before the worker could keep it.
 */
export async function keepForOffline() {
  const { serviceWorker } = navigator;
  // Browsers offer it on https and localhost only. Elsewhere the site works online.
  if (!serviceWorker) return;
  try {
    await serviceWorker.register(new URL("../../sw.js", import.meta.url));
    await serviceWorker.ready;
    if (!serviceWorker.controller) await controlled(serviceWorker);
    await Promise.all(loadedSoFar().map((address) => fetch(address)));
    document.documentElement.dataset.offline = "ready";
  } catch {
    // A browser may refuse, as private windows do, and the site works online.
  }
}

/**
 * Waits until the service worker answers this page's requests.
 *
 * @param {ServiceWorkerContainer} container
 */
function controlled(container) {
  return new Promise((resolve) => {
    container.addEventListener("controllerchange", resolve, { once: true });
  });
}

/** @returns {string[]} addresses of this site that the page loaded, without Python's */
function loadedSoFar() {
  const site = new URL("../../", import.meta.url).href;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  return [location.href.split("#")[0], ...new Set(loaded)].filter(
    (address) => address.startsWith(site) && !address.includes("/assets/python/"),
  );
}
