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
  return fetched(element.dataset.scene ?? element.dataset.source);
}

export async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

export async function outlines(element) {
  const inline = element.dataset.outlinesInline;
  if (inline) return JSON.parse(document.getElementById(inline).textContent);
  return element.dataset.outlines ? fetched(element.dataset.outlines) : null;
}
