// What nodes and edges are drawn by: only in drawings that are seen, edges for clicks only once there is a pointer.
import EdgeCurveProgram from "@sigma/edge-curve";
import { EdgeLineProgram, EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";

/**
 * What a picture is drawn for. `seen`: the drawing reaches the screen; sigma also draws when it is made and when its
 * frame is measured. `edgesPicked`: edges are drawn a second time, to know which of them is under a pointer.
 * @typedef {{ seen: boolean, edgesPicked: boolean }} Purpose
 */

/** @param {boolean} large whether edges are lines of one width @param {Purpose} purpose */
export function programs(large, purpose) {
  const picked = () => purpose.edgesPicked;
  return {
    nodeProgramClasses: { circle: sparing(NodeCircleProgram, purpose, () => true) },
    edgeProgramClasses: {
      curve: sparing(EdgeCurveProgram, purpose, picked),
      line: sparing(large ? EdgeLineProgram : EdgeRectangleProgram, purpose, picked),
    },
  };
}

/** @param {any} program of sigma @param {Purpose} purpose @param {() => boolean} picked @returns {any} */
function sparing(program, purpose, picked) {
  return class extends program {
    /** @param {import("sigma/types").RenderParams} params */
    render(params) {
      if (!purpose.seen) return;
      /** @type {unknown} */
      const pickProgram = this.pickProgram;
      if (!picked()) this.pickProgram = null;
      super.render(params);
      this.pickProgram = pickProgram;
    }
  };
}
