// Where nodes stand in each view of the same scene: server positions, or longitude and latitude.
export function placed(model, mode) {
  const { nodes } = model.scene;
  return mode === "map" ? geographic(nodes) : { x: nodes.x, y: nodes.y };
}

export function unplaced(model) {
  return model.scene.nodes.lng.reduce((sum, lng, n) => sum + (model.nodeOn[n] && lng === null ? 1 : 0), 0);
}

// A tie to a node without a place has no line on the geographic map.
export function unplacedEnd(model, edge) {
  const { lng } = model.scene.nodes;
  return lng[model.source[edge]] === null || lng[model.target[edge]] === null;
}

export function edgesPlaced(model) {
  let count = 0;
  for (let e = 0; e < model.edgeCount; e++) if (model.edgeOn[e] && !unplacedEnd(model, e)) count++;
  return count;
}

// Mercator in degrees, so that one degree of longitude is one unit.
export function mercator(lng, lat) {
  const clamped = Math.max(-80, Math.min(84, lat));
  return [lng, (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (clamped * Math.PI) / 360))];
}

// Nodes at one place stand around it in a small spiral; nodes without a place in rows below.
function geographic(nodes) {
  const x = [];
  const y = [];
  const crowd = new Map();
  const nowhere = [];
  nodes.id.forEach((_, n) => {
    if (nodes.lng[n] === null || nodes.lat[n] === null) {
      nowhere.push(n);
      return;
    }
    const key = `${nodes.lng[n]} ${nodes.lat[n]}`;
    const rank = crowd.get(key) ?? 0;
    crowd.set(key, rank + 1);
    const [east, north] = mercator(nodes.lng[n], nodes.lat[n]);
    const away = 0.03 * Math.sqrt(rank);
    x[n] = east + away * Math.cos(2.399963 * rank);
    y[n] = north + away * Math.sin(2.399963 * rank);
  });
  rowsBelow(nowhere, x, y);
  return { x, y };
}

function rowsBelow(nowhere, x, y) {
  const known = x.filter(Number.isFinite);
  const [west, east] = known.length ? [least(known), most(known)] : [0, 40];
  const south = known.length ? least(y.filter(Number.isFinite)) : 0;
  const columns = Math.max(20, Math.ceil(Math.sqrt(nowhere.length * 8)));
  const step = Math.max(east - west, 10) / columns;
  nowhere.forEach((n, rank) => {
    x[n] = west + (rank % columns) * step;
    y[n] = south - (3 + Math.floor(rank / columns)) * step;
  });
}

const least = (values) => values.reduce((low, value) => Math.min(low, value), Infinity);
const most = (values) => values.reduce((high, value) => Math.max(high, value), -Infinity);
