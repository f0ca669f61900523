/** How far above or below the window an element counts as near. */
const NEAR = "800px 0px";

/**
 * Watches how the reader scrolls towards an element.
 *
 * @param {Element} element
 * @param {{near: () => void, inView: () => void}} calls each is called at most once
 * @returns {() => void} ends the watch
 */
export function watchViewport(element, { near, inView }) {
  const ends = [callOnce(element, near, NEAR), callOnce(element, inView, "0px")];
  return () => ends.forEach((end) => end());
}

/**
 * @param {Element} element
 * @param {() => void} call
 * @param {string} rootMargin
 */
function callOnce(element, call, rootMargin) {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      call();
    },
    { rootMargin },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
