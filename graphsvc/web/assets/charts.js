import { ChartFigure } from "./chart/figure.js";
import { whenReady } from "./shared/ready.js";

whenReady("[data-chart]", (element) => new ChartFigure(element).start());
