// Neighbors of single nodes, added to a scene when asked for.
import { fetched } from "../shared/fetched.js";
import { filledIn } from "../shared/links.js";
import { joined } from "./model.js";

/** @typedef {import("../types").Scene} Scene */

/**
 * The scene around a node of another one; null where there is none or it cannot be had.
 * @param {HTMLElement} element
 * @param {string} id
 * @returns {Promise<Scene | null>}
 */
export async function around(element, id) {
  const address = filledIn(element.dataset.expand, id);
  return address ? fetched(address).catch(() => null) : null;
}

/** @param {Scene} scene @param {Scene | null} more @param {string} id */
export function grown(scene, more, id) {
  return more && scene.nodes.id.includes(id) ? joined(scene, more, id) : scene;
}

/**
 * A scene with all that was added to it.
 * @param {HTMLElement} element
 * @param {Scene} scene
 * @param {readonly string[]} added
 */
export async function withAdded(element, scene, added) {
  for (const id of added) {
    if (scene.nodes.id.includes(id)) scene = grown(scene, await around(element, id), id);
  }
  return scene;
}
