import { mendTheme } from "./site/theme-access.js";
import { workOffline } from "./site/offline.js";
import { AuthChooser } from "./chooser/auth-chooser.js";
import { JwtDecoder } from "./decoder/jwt-decoder.js";
import { TokenWorkshop } from "./workshop/token-workshop.js";
import { ServerPanel } from "./panel/server-panel.js";
import { StepWalker } from "./panel/step-walker.js";
import { LiveCell } from "./cell/live-cell.js";
import { CostModel } from "./costs/cost-model.js";

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
