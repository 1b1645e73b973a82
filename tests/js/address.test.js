import assert from "node:assert/strict";
import { test } from "node:test";
import { fitting, read, write } from "../../graphsvc/web/assets/map/address.js";

const WHOLE =
  "m=map&s=cluster%3Aa&t=cluster%3Ab&c=0.5%2C0.25%2C0.1&p=2018-2020&w=2&r=3&off=e%3Amember&off=g%3A&x=cluster%3Ac&sel=cluster%3Aa*cluster%3Ab&keep=cluster%3Aa&hide=cluster%3Ad&put=0.1%2C-0.25%2C%21cluster%3Aa*0.3%2C0%2Ccluster%3Ab&oc=n&os=m&or=n&or=1&or=2.5&cols=kind*id";

test("what was read is written again", () => {
  assert.equal(write(read(`#${WHOLE}`)), WHOLE);
});

test("an empty fragment is an empty one again", () => {
  assert.equal(write(read("")), "");
});

test("parts that make no sense are left out", () => {
  assert.equal(write(read("#m=globe&c=1,2&p=2018&w=-3&r=none")), "");
  assert.equal(read("#c=1,2,x").camera, null);
  assert.equal(read("#c=1,2,3,4").camera, null);
});

test("entries that are switched off stand in one order", () => {
  assert.equal(write({ ...read(""), off: new Set(["k:b", "k:a"]) }), "off=k%3Aa&off=k%3Ab");
});

test("nodes stand where they were put, the last word on each counting", () => {
  const { put } = read("#put=1,2,a*0.5,-1,!a*x,1,b*1,2,*3,4");
  assert.deepEqual(put, [{ id: "a", x: 0.5, y: -1, pinned: true }]);
});

test("a period is cut to the years of the scene", () => {
  const state = read("#p=2010-2019");
  assert.deepEqual(fitting(state, [2018, 2021], () => true).period, [2018, 2019]);
  assert.equal(fitting(state, [2010, 2019], () => true).period, null);
  assert.equal(fitting(state, [2020, 2021], () => true).period, null);
  assert.equal(fitting(state, null, () => true).period, null);
});

test("nodes that the scene does not have are not selected", () => {
  const state = read("#s=a&t=b&sel=a*c*a&keep=c&hide=d");
  assert.deepEqual(
    fitting(state, null, (id) => id === "a"),
    { period: null, selected: "a", target: "", chosen: ["a"], kept: [], hidden: [] },
  );
  assert.deepEqual(
    fitting(state, null, (id) => id === "b"),
    { period: null, selected: "", target: "", chosen: [], kept: [], hidden: [] },
  );
});
