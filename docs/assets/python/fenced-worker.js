/**
 * Starts a worker from a blob that imports its script. A worker from a blob inherits
 * the page's content security policy; one that is loaded by address has none on hosts
 * that send no headers.
 *
 * @param {URL} script
 * @returns {{thread: Worker, end: () => void}}
 */
export function fencedWorker(script) {
  const source = `import ${JSON.stringify(script.href)};`;
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const thread = new Worker(address, { type: "module" });
  return {
    thread,
    end() {
      thread.terminate();
      URL.revokeObjectURL(address);
    },
  };
}
