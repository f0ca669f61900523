/**
 * Lets a visited site work without a network: starts the service worker, then asks
 * once more for what this page loaded before the worker could keep it.
 */
export async function workOffline() {
  const { serviceWorker } = navigator;
  // Only on https and localhost; elsewhere the site works, but not offline.
  if (!serviceWorker) return;
  try {
    await serviceWorker.register(new URL("../../sw.js", import.meta.url));
    await serviceWorker.ready;
    if (!serviceWorker.controller) await controlled(serviceWorker);
    await Promise.all(loadedSoFar().map((address) => fetch(address)));
    document.documentElement.dataset.offline = "ready";
  } catch {
    // A browser may refuse (private windows do): the site works all the same.
  }
}

/** @param {ServiceWorkerContainer} container */
function controlled(container) {
  return new Promise((resolve) => {
    container.addEventListener("controllerchange", resolve, { once: true });
  });
}

/** @returns {string[]} addresses of this site, Python's own files aside */
function loadedSoFar() {
  const site = new URL("../../", import.meta.url).href;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  return [location.href.split("#")[0], ...new Set(loaded)].filter(
    (address) => address.startsWith(site) && !address.includes("/assets/python/"),
  );
}
