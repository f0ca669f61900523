import { mendTheme } from "./theme-access.js";
import { workOffline } from "./offline.js";
import { CostModel } from "../tools/cost-model.js";
import { TokenWorkshop } from "../tools/token-workshop.js";
import { LiveCell } from "./live-cell.js";

customElements.define("cost-model", CostModel);
customElements.define("live-cell", LiveCell);
customElements.define("token-workshop", TokenWorkshop);

mendTheme();
if (document.readyState === "complete") workOffline();
else addEventListener("load", workOffline, { once: true });
