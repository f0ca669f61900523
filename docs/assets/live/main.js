import { mendTheme } from "./theme-access.js";
import { workOffline } from "./offline.js";
import { AuthChooser } from "../tools/auth-chooser.js";
import { JwtDecoder } from "../tools/jwt-decoder.js";
import { TokenWorkshop } from "../tools/token-workshop.js";
import { ServerPanel } from "../panel/server-panel.js";
import { StepWalker } from "../panel/step-walker.js";
import { LiveCell } from "./live-cell.js";
import { CostModel } from "../tools/cost-model.js";

customElements.define("auth-chooser", AuthChooser);
customElements.define("cost-model", CostModel);
customElements.define("live-cell", LiveCell);
customElements.define("jwt-decoder", JwtDecoder);
customElements.define("server-panel", ServerPanel);
customElements.define("step-walker", StepWalker);
customElements.define("token-workshop", TokenWorkshop);

mendTheme();
if (document.readyState === "complete") workOffline();
else addEventListener("load", workOffline, { once: true });
