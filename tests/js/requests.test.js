import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { completed } from "../../graphsvc/web/assets/map/values.js";
import { fetched } from "../../graphsvc/web/assets/shared/fetched.js";

let address = "";
const asked = [];
const server = createServer((request, response) => {
  asked.push(request.url);
  const busy = request.url === "/busy" && asked.filter((url) => url === "/busy").length < 2;
  if (request.url === "/never" || busy) {
    response.writeHead(202, { "Retry-After": request.url === "/never" ? "10" : "0.01" });
    response.end('{"done": 1, "total": 2}');
  } else if (request.url === "/gone") {
    response.writeHead(404).end();
  } else response.end('{"answer": 42}');
});

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  address = `http://127.0.0.1:${server.address().port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

test("a server that computes is asked again and says how far it is", async () => {
  const heard = [];
  const answer = await fetched(`${address}/busy`, { onWait: (progress) => heard.push(progress) });
  assert.deepEqual(answer, { answer: 42 });
  assert.deepEqual(heard, [{ done: 1, total: 2 }]);
});

test("a refusal is an error", async () => {
  await assert.rejects(fetched(`${address}/gone`), /404/);
});

test("an aborted request ends, and asks no more", async () => {
  const stop = new AbortController();
  const answer = fetched(`${address}/never`, { signal: stop.signal, onWait: () => stop.abort() });
  await assert.rejects(answer, { name: "AbortError" });
  assert.equal(asked.filter((url) => url === "/never").length, 1);
});

test("values are asked for until they are there", async () => {
  const answers = [{ waiting: "soon" }, null, { waiting: null, title: "done" }];
  const ask = async () => {
    const next = answers.shift();
    if (!next) throw new Error("503");
    return next;
  };
  const found = await completed(ask, new AbortController().signal, async () => {});
  assert.equal(found?.title, "done");
});

test("values that never come are given up after a bounded time, asked for ever more seldom", async () => {
  const pauses = [];
  const ask = async () => ({ waiting: "soon" });
  const found = await completed(ask, new AbortController().signal, async (pause) => pauses.push(pause));
  assert.equal(found, null);
  assert.equal(pauses.length, 20);
  assert.deepEqual(pauses.slice(0, 3), [5_000, 7_500, 11_250]);
  assert.equal(Math.max(...pauses), 60_000);
});

test("an aborted wait for values asks no more", async () => {
  const stop = new AbortController();
  let turns = 0;
  const ask = async () => {
    turns++;
    stop.abort();
    return { waiting: "soon" };
  };
  await assert.rejects(
    completed(ask, stop.signal, async () => {}),
    { name: "AbortError" },
  );
  assert.equal(turns, 1);
});
