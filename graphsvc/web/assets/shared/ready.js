// A page can be used once every map and chart in it can; the last one says so on the root element.
const waiting = (window.graphsvcWaiting ??= new Set());

export function whenReady(selector, start) {
  const begin = () => {
    for (const element of document.querySelectorAll(selector)) {
      waiting.add(element);
      Promise.resolve(start(element)).finally(() => {
        waiting.delete(element);
        requestAnimationFrame(settle);
      });
    }
    settle();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
}

function settle() {
  if (!waiting.size) document.documentElement.dataset.ready = "true";
}

export async function load(element) {
  const inline = element.dataset.inline;
  if (inline) return JSON.parse(document.getElementById(inline).textContent);
  return fetched(element.dataset.scene ?? element.dataset.source, (progress) => waitingIn(element, progress));
}

// While the server computes it answers 202 or 503 with Retry-After (seconds) and how far it is; then asks again.
const PATIENCE = 200;

export async function fetched(address, onWait = () => {}) {
  for (let turn = 0; turn < PATIENCE; turn++) {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    const pause = Number(answer.headers.get("Retry-After"));
    if (![202, 503].includes(answer.status) || !pause) {
      if (!answer.ok) throw new Error(`${answer.status}`);
      return answer.json();
    }
    const { done = 0, total = 0 } = await answer.json().catch(() => ({}));
    onWait({ done, total });
    await new Promise((resume) => setTimeout(resume, Math.min(pause, 10) * 1000));
  }
  throw new Error("too long");
}

// Before the words of the data are there, those of the page: its loading text, and the count.
function waitingIn(element, { done, total }) {
  let note = element.querySelector("[data-waiting]");
  if (!note) {
    note = document.createElement("p");
    note.dataset.waiting = "";
    note.setAttribute("role", "status");
    element.prepend(note);
  }
  note.textContent = [element.dataset.loadingText ?? "", total ? `${done}/${total}` : ""]
    .filter(Boolean)
    .join(" ");
}

export async function outlines(element) {
  const inline = element.dataset.outlinesInline;
  if (inline) return JSON.parse(document.getElementById(inline).textContent);
  return element.dataset.outlines ? fetched(element.dataset.outlines) : null;
}
