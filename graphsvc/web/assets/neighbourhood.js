import { Neighbourhood } from "./around/neighbourhood.js";
import { whenReady } from "./shared/ready.js";

whenReady("[data-neighbourhood]", (element) => new Neighbourhood(element).start());
