import { make } from "../shared/dom.js";
import { svg } from "./signs.js";

/** @import { Size } from "./types.js" */

/** Shows the token's size against the limits of a header line and of a cookie. */
export class SizeBars {
  element = make("section", { class: "size-bars", "aria-label": "Size" });

  /** @param {Size[]} sizes */
  show(sizes) {
    this.element.hidden = !sizes.length;
    this.element.replaceChildren(...sizes.map(bar));
  }
}

/** @param {Size} size */
function bar({ name, bytes, limit, note }) {
  const share = Math.min(100, (100 * bytes) / limit);
  const text = `${number(bytes)} of ${number(limit)} bytes${note}`;
  const meter = make("div", {
    role: "meter",
    "aria-label": name,
    "aria-valuemin": "0",
    "aria-valuemax": String(limit),
    "aria-valuenow": String(Math.min(bytes, limit)),
    "aria-valuetext": text,
  });
  const width = `${share.toFixed(1)}%`;
  const picture = svg("svg", { "aria-hidden": "true" });
  picture.append(svg("rect", { width, height: "100%" }));
  meter.append(picture);
  return make("div", {}, make("b", {}, name), make("span", {}, text), meter);
}

/** @param {number} count */
function number(count) {
  return count.toLocaleString("en");
}
