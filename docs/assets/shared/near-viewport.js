/** How far below or above the window a panel is near. */
const NEAR = "800px 0px";

/**
 * Calls when the reader comes near an element, and when it is in view.
 *
 * @param {Element} element
 * @param {{near: () => void, inView: () => void}} calls each called at most once
 * @returns {() => void} ends the watch
 */
export function watchNearness(element, { near, inView }) {
  const ends = [once(element, near, NEAR), once(element, inView, "0px")];
  return () => ends.forEach((end) => end());
}

/**
 * @param {Element} element
 * @param {() => void} call
 * @param {string} rootMargin
 */
function once(element, call, rootMargin) {
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      call();
    },
    { rootMargin },
  );
  watch.observe(element);
  return () => watch.disconnect();
}
