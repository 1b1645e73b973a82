import assert from "node:assert/strict";
import { test } from "node:test";
import { storyPage } from "../../graphsvc/web/assets/map/story.js";

test("a story is a page of links in its order, and words stay words", () => {
  const steps = [
    { words: 'Before <b>"2017"</b>', address: "/map?from=2015&to=2016#m=table" },
    { words: "After", address: "/map?from=2017" },
  ];
  const page = storyPage(steps, "Story", "https://x.example");
  const first =
    '<a href="https://x.example/map?from=2015&#38;to=2016#m=table">Before &#60;b&#62;&#34;2017&#34;&#60;/b&#62;</a>';
  assert.ok(page.includes(`<li>${first}</li>\n<li><a href="https://x.example/map?from=2017">After</a></li>`));
});
