import { startChart } from "./chart/figure.js";
import { whenReady } from "./shared/ready.js";

whenReady("[data-chart]", startChart);
