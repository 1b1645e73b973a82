import { MapPage } from "./map/page.js";
import { whenReady } from "./shared/ready.js";

whenReady("[data-map]", (element) => new MapPage(element).start());
