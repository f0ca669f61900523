import { TokenWorkshop } from "../tools/token-workshop.js";
import { LiveCell } from "./live-cell.js";

customElements.define("live-cell", LiveCell);
customElements.define("token-workshop", TokenWorkshop);
