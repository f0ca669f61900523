import { mendTheme } from "./theme-access.js";
import { workOffline } from "./offline.js";
import { TokenWorkshop } from "../tools/token-workshop.js";
import { ServerPanel } from "../panel/server-panel.js";
import { StepWalker } from "../panel/step-walker.js";
import { LiveCell } from "./live-cell.js";

customElements.define("live-cell", LiveCell);
customElements.define("server-panel", ServerPanel);
customElements.define("step-walker", StepWalker);
customElements.define("token-workshop", TokenWorkshop);

mendTheme();
if (document.readyState === "complete") workOffline();
else addEventListener("load", workOffline, { once: true });
