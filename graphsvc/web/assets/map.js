import { startMap } from "./map/page.js";
import { whenReady } from "./shared/ready.js";

whenReady("[data-map]", startMap);
