import assert from "node:assert/strict";
import { test } from "node:test";
import { Model } from "../../graphsvc/web/assets/map/model.js";
import { tieDetails, tieWords, yearsOf } from "../../graphsvc/web/assets/map/tie-facts.js";
import { path } from "./scenes.js";

const TELL = (_key, { label, projects }) => `${label}: ${projects}`;

test("a tie says its kinds, how many projects and when they began", () => {
  const scene = path();
  const between = new Model(scene).between(1, 0);
  assert.deepEqual(between, [0, 3]);
  assert.equal(tieWords(scene, between, TELL), "Joint projects: 1 (2018); Member");
  assert.equal(tieWords({ ...scene, years: null }, [0], TELL), "Joint projects: 1");
  assert.deepEqual(yearsOf(0b101, 2014), [2014, 2016]);
});

test("joint projects come with the role of each, beside what sources say", async () => {
  const asked = [];
  const answers = {
    projects: [{ id: "project:x", title: "X", start: "2015-01-01" }],
    participations: { "organization:a": "coordinator", "organization:b": "participant" },
    ties: [{ kind: "worked_with" }, { kind: "cooperates", start: null, end: null, citation: "page" }],
  };
  const ask = async (address) => {
    asked.push(address);
    const { pathname, searchParams } = new URL(address, "http://x");
    if (pathname.endsWith("participations")) {
      const role = answers.participations[searchParams.get("organization")];
      return { items: [{ project: "project:x", role }] };
    }
    if (pathname.endsWith("memberships"))
      return { items: [{ kind: undefined, start: "2010", end: null, citation: "list" }] };
    if (pathname.endsWith("ties"))
      return { items: searchParams.get("source") === "organization:a" ? answers.ties : [] };
    return { items: answers.projects };
  };
  const found = await tieDetails("/api/v1", "organization:a", "organization:b", ask);
  assert.deepEqual(found.projects, [
    { id: "project:x", title: "X", start: "2015-01-01", roles: ["coordinator", "participant"] },
  ]);
  assert.deepEqual(found.stated, [answers.ties[1]]);
  assert.ok(
    asked.includes(
      "/api/v1/projects?organization=organization%3Aa&partner=organization%3Ab&sort=start&limit=100",
    ),
  );
  asked.length = 0;
  const member = await tieDetails("/api/v1", "cluster:a", "organization:b", ask);
  assert.deepEqual([member.projects, member.stated.map(({ citation }) => citation)], [[], ["list"]]);
  assert.equal(asked[2], "/api/v1/memberships?organization=organization%3Ab&cluster=cluster%3Aa&limit=100");
  assert.equal(asked.length, 3);
});
