import { startNeighbourhood } from "./around/neighbourhood.js";
import { whenReady } from "./shared/ready.js";

whenReady("[data-neighbourhood]", startNeighbourhood);
