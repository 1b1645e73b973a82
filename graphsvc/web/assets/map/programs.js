// What nodes and edges are drawn by: only in drawings that are seen, a second time for clicks only once there is a pointer.
import EdgeCurveProgram from "@sigma/edge-curve";
import { EdgeLineProgram, EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";
import { unrolled } from "./unrolled.js";

/**
 * What a picture is drawn for. `seen`: the drawing reaches the screen; sigma also draws when it is made and when its
 * frame is measured. `picked`: nodes, and edges that answer to clicks, are drawn a second time, to know what is under a
 * pointer.
 * @typedef {{ seen: boolean, picked: boolean }} Purpose
 */

/** @param {boolean} large whether edges are lines of one width @param {Purpose} purpose */
export function programs(large, purpose) {
  return {
    nodeProgramClasses: { circle: sparing(NodeCircleProgram, purpose) },
    edgeProgramClasses: {
      curve: sparing(EdgeCurveProgram, purpose),
      line: sparing(large ? EdgeLineProgram : EdgeRectangleProgram, purpose),
    },
  };
}

/** @param {any} program of sigma @param {Purpose} purpose @returns {any} */
function sparing(program, purpose) {
  return class extends unrolled(program) {
    /** @param {import("sigma/types").RenderParams} params */
    render(params) {
      if (!purpose.seen) return;
      /** @type {unknown} */
      const pickProgram = this.pickProgram;
      if (!purpose.picked) this.pickProgram = null;
      super.render(params);
      this.pickProgram = pickProgram;
    }
  };
}
