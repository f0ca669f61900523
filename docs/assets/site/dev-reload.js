// Waits for the next build, then reloads the page. Only `make serve` delivers this file.
const epoch = Number(/** @type {HTMLElement} */ (document.currentScript).dataset.epoch);

async function reloadAfterBuild() {
  try {
    const reply = await fetch(`/livereload/${epoch}/${Date.now()}`);
    if (Number(await reply.text()) > epoch) return location.reload();
  } catch {
    // The server is away or busy, so ask again in three seconds.
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
  return reloadAfterBuild();
}

reloadAfterBuild();
