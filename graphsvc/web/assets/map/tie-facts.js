// What a tie says: kind, number and years from the scene; which projects and in what role from the server.
import { fetched } from "../shared/fetched.js";

const MOST = 100;

/** @typedef {import("../types").Scene} Scene */
/** @typedef {{ id: string, title: string, start: string | null, roles: string[] }} JointProject */
/** @typedef {{ kind: string, start: string | null, end: string | null, citation: string | null }} StatedTie */

/**
 * The kinds of some edges in words, with how many projects and the years.
 * @param {Pick<Scene, "edges" | "edge_kinds" | "years">} scene
 * @param {readonly number[]} chosen
 * @param {import("../types").Tell} tell
 */
export function tieWords({ edges, edge_kinds: kinds, years }, chosen, tell) {
  const words = chosen.map((edge) => {
    const { id, label } = kinds[edges.kind[edge]];
    const said =
      id === "collaboration" ? tell("map.tie_projects", { label, projects: edges.count[edge] }) : label;
    const when = years ? yearsOf(edges.years[edge], years[0]) : [];
    return when.length ? `${said} (${when.join(", ")})` : said;
  });
  return [...new Set(words)].join("; ");
}

/** The years that a bit set stands for. @param {number} bits @param {number} first */
export function yearsOf(bits, first) {
  return [...Array(31).keys()].filter((place) => (bits >> place) & 1).map((place) => first + place);
}

/**
 * Joint projects of two organizations, the first first, with the role of each; and what sources say of the two.
 * @param {string} api address of the JSON API
 * @param {string} one
 * @param {string} other
 * @param {typeof fetched} [ask]
 * @returns {Promise<{ projects: JointProject[], stated: StatedTie[] }>}
 */
export async function tieDetails(api, one, other, ask = fetched) {
  const list = (/** @type {string} */ name, /** @type {Record<string, string>} */ query) =>
    ask(`${api}/${name}?${new URLSearchParams({ ...query, limit: String(MOST) })}`).then(
      ({ items }) => items,
    );
  const both = [one, other].every((id) => id.startsWith("organization:"));
  const [found, ours, theirs] = both
    ? await Promise.all([
        list("projects", { organization: one, partner: other, sort: "start" }),
        list("participations", { organization: one, partner: other }),
        list("participations", { organization: other, partner: one }),
      ])
    : [[], [], []];
  const stated = await Promise.all([
    list("ties", { source: one, target: other }),
    list("ties", { source: other, target: one }),
  ]);
  const cluster = [one, other].find((id) => id.startsWith("cluster:"));
  const member = [one, other].find((id) => id.startsWith("organization:"));
  if (cluster && member) stated.push(await list("memberships", { organization: member, cluster }));
  const roles = [ours, theirs].map(
    (rows) =>
      new Map(rows.map((/** @type {{ project: string, role: string }} */ row) => [row.project, row.role])),
  );
  return {
    projects: found.map(
      (/** @type {{ id: string, title: string, start: string | null }} */ { id, title, start }) => ({
        id,
        title,
        start,
        roles: roles.map((known) => known.get(id) ?? ""),
      }),
    ),
    stated: stated.flat().filter(({ kind }) => kind !== "worked_with"),
  };
}
