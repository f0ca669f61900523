import { mendTheme } from "./theme-access.js";
import { workOffline } from "./offline.js";
import { AuthChooser } from "../tools/auth-chooser.js";
import { JwtDecoder } from "../tools/jwt-decoder.js";
import { TokenWorkshop } from "../tools/token-workshop.js";
import { LiveCell } from "./live-cell.js";

customElements.define("auth-chooser", AuthChooser);
import { CostModel } from "../tools/cost-model.js";
customElements.define("cost-model", CostModel);
customElements.define("live-cell", LiveCell);
customElements.define("jwt-decoder", JwtDecoder);
customElements.define("token-workshop", TokenWorkshop);

mendTheme();
if (document.readyState === "complete") workOffline();
else addEventListener("load", workOffline, { once: true });
