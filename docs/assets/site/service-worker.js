/// <reference lib="webworker" />
// Published as sw.js at the root of the site, because a service worker answers only the
// requests for addresses below its own.

const worker = /** @type {ServiceWorkerGlobalScope} */ (
  /** @type {unknown} */ (globalThis)
);
const PAGES = `pages ${worker.registration.scope}`;
const OFFLINE = "You are offline, and you have not visited this page before. Go back.";

/** Files whose name changes whenever their content does. */
const IMMUTABLE = /\/assets\/(scripts\/|javascripts\/.*\.[0-9a-f]{8}\.|stylesheets\/)/;
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
  // cached-files.js keeps Python's files; here they are only looked up.
  if (PYTHON.test(request.url))
    return (await caches.match(request.url)) ?? fetch(request);
  if (IMMUTABLE.test(request.url))
    return (await caches.match(request)) ?? load(request);
  try {
    return await load(request);
  } catch {
    const kept = await caches.match(request, { ignoreSearch: true });
    return kept ?? new Response(OFFLINE, { status: 503 });
  }
}

/**
 * Fetches a file and keeps a copy. A full storage keeps none, which must not cost the
 * reader the answer.
 *
 * @param {Request} request
 */
async function load(request) {
  const response = await fetch(request);
  if (response.ok) await keep(request, response.clone()).catch(() => {});
  return response;
}

/** @param {Request} request @param {Response} response */
async function keep(request, response) {
  await (await caches.open(PAGES)).put(request, response);
}
