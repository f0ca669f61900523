// Only `make serve` delivers this file: it waits for the next build, then reloads.
const epoch = Number(/** @type {HTMLElement} */ (document.currentScript).dataset.epoch);

async function wait() {
  try {
    const reply = await fetch(`/livereload/${epoch}/${Date.now()}`);
    if (Number(await reply.text()) > epoch) return location.reload();
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
  return wait();
}

wait();
