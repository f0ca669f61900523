/// <reference lib="webworker" />
// Delivered as sw.js at the root of the site: a service worker rules what lies below it.

const worker = /** @type {ServiceWorkerGlobalScope} */ (
  /** @type {unknown} */ (globalThis)
);
const PAGES = `pages ${worker.registration.scope}`;
const OFFLINE = "You are offline, and this page was not visited before. Go back.";

/** A file that has another name as soon as it has another content. */
const LASTING = /\/assets\/(scripts\/|javascripts\/.*\.[0-9a-f]{8}\.|stylesheets\/)/;
const PYTHON = /\/assets\/python\//;

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(worker.registration.scope)) {
    return;
  }
  event.respondWith(answer(request));
});

/** @param {Request} request */
async function answer(request) {
  // Python's loader keeps its own files; here they are only looked up.
  if (PYTHON.test(request.url))
    return (await caches.match(request.url)) ?? fetch(request);
  if (LASTING.test(request.url)) return (await caches.match(request)) ?? load(request);
  try {
    return await load(request);
  } catch {
    const kept = await caches.match(request, { ignoreSearch: true });
    return kept ?? new Response(OFFLINE, { status: 503 });
  }
}

/** @param {Request} request */
async function load(request) {
  const response = await fetch(request);
  if (response.ok) await (await caches.open(PAGES)).put(request, response.clone());
  return response;
}
