import { TwoServers } from "./home/two-servers.js";
import { LiveCell } from "./cell/live-cell.js";
import { AuthChooser } from "./chooser/auth-chooser.js";
import { CostModel } from "./costs/cost-model.js";
import { JwtDecoder } from "./decoder/jwt-decoder.js";
import { LibraryFilter } from "./libraries/library-filter.js";
import { ServerPanel } from "./panel/server-panel.js";
import { keepForOffline } from "./site/offline.js";
import { correctTheme } from "./site/theme-access.js";
import { followUpdates } from "./site/updates.js";
import { TokenWorkshop } from "./workshop/token-workshop.js";

// Importing an element's class has no side effect; this upgrades what the page holds.
customElements.define("auth-chooser", AuthChooser);
customElements.define("cost-model", CostModel);
customElements.define("jwt-decoder", JwtDecoder);
customElements.define("library-filter", LibraryFilter);
customElements.define("live-cell", LiveCell);
customElements.define("server-panel", ServerPanel);
customElements.define("token-workshop", TokenWorkshop);
customElements.define("two-servers", TwoServers);

correctTheme();
followUpdates();
if (document.readyState === "complete") keepForOffline();
else addEventListener("load", keepForOffline, { once: true });
