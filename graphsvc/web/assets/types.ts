// Types of the data that the server sends (graphsvc/drawing) and of the state of a map; checked by tsc, never bundled.
import type { Model } from "./map/model.js";
import type { OwnTable } from "./map/own-table.js";

export type Texts = Record<string, string>;

/** Looks up a text and fills in its values; `number` and `figure` write numbers as the language does. */
export interface Tell {
  (key: string, values?: Record<string, string | number | undefined>): string;
  number(value: number): string;
  figure(value: number, share?: boolean): string;
}

/** A line of a legend; `color` counts colors of the palette, -1 is grey. */
export interface Entry {
  id: string;
  label: string;
  color: number;
}

/** Columns, one value a node. `kind` and `group` are positions in the scene's lists, group -1 is none. */
export interface Nodes {
  id: string[];
  label: string[];
  kind: number[];
  group: number[];
  size: number[];
  x: number[];
  y: number[];
  lng: (number | null)[];
  lat: (number | null)[];
  place: string[];
  value?: (number | null)[];
  /** Ids of the best connected members, where nodes stand for communities. */
  head?: string[];
  region?: string[];
}

/** Columns, one value an edge. `source` and `target` are positions of nodes, `years` is a bit set. */
export interface Edges {
  source: number[];
  target: number[];
  kind: number[];
  weight: number[];
  count: number[];
  years: number[];
}

export interface SceneLegend {
  title: string;
  size: string;
  scale: "groups" | "steps";
  unit?: string;
  meaning?: string;
  share?: boolean;
  ends?: [number, number] | null;
}

export interface Scene {
  format: number;
  view: string;
  language: string;
  digest: string;
  title: string;
  caption: string;
  cut: { nodes: number; edges: number; text: string } | null;
  counts: { nodes: number; edges: number };
  kinds: Entry[];
  groups: Entry[];
  edge_kinds: Entry[];
  legend: SceneLegend;
  waiting: string | null;
  years: [number, number] | null;
  focus: string;
  nodes: Nodes;
  edges: Edges;
  /** Filter, licences, sources and periods in a sentence, for files. */
  about: string;
  text: Texts;
}

export type Mode = "network" | "map" | "table";
export type Camera = [x: number, y: number, ratio: number];

/** What the fragment of the address keeps. `mode` "" is the view that the page starts with. */
export interface AddressState {
  mode: Mode | "";
  selected: string;
  target: string;
  camera: Camera | null;
  period: [number, number] | null;
  strength: number;
  level: number | null;
  off: ReadonlySet<string>;
  added: readonly string[];
  /** Ids: chosen together; those that alone are drawn (empty: all); those that are hidden. */
  chosen: readonly string[];
  kept: readonly string[];
  hidden: readonly string[];
  /** Nodes that stand elsewhere on the network map than the server has them. */
  put: readonly Put[];
  /** Columns of one's own that color and size nodes ("": none), and the range of one that leaves nodes in. */
  ownColor: string;
  ownSize: string;
  range: OwnRange | null;
  /** Columns of the table beside the name (empty: the usual ones). */
  columns: readonly string[];
}

export type Spot = readonly [x: number, y: number];

/** Where a node was put: pinned by hand, or laid out around those that are. */
export interface Put {
  id: string;
  x: number;
  y: number;
  pinned: boolean;
}

export type OwnRange = readonly [column: string, low: number, high: number];

/** Columns of one's own, one value a node: numbers (NaN: none) or words ("": none). */
export interface OwnValues {
  numbers: ReadonlyMap<string, readonly number[]>;
  words: ReadonlyMap<string, readonly string[]>;
  found: number;
  /** What was not found, as it stands in the file. */
  missing: readonly string[];
}

/** What of a map is drawn and chosen; each change of it can be undone. */
export type Choice = Pick<
  AddressState,
  "off" | "period" | "strength" | "chosen" | "kept" | "hidden" | "range" | "put"
>;

export interface Path {
  nodes: number[];
  edges: number[];
}

/**
 * The state of a map. `base` is the scene as the server sent it, `plain` the same with what was added, `scene` that one
 * in the colors and sizes of one's own columns; `table` holds these as they were read, `own` by node; `node` is
 * the position of the selected node and `pathFrom` that of the node a path is being drawn from (-1: none).
 */
export interface MapState extends AddressState {
  base: Scene;
  plain: Scene;
  scene: Scene;
  table: OwnTable | null;
  own: OwnValues | null;
  model: Model;
  node: number;
  path: Path | null;
  pathFrom: number;
}

/** What can be done on a map, by any of its parts. */
export interface Actions {
  select(node: number): void;
  /** Selects a node and brings it into view, as search and lists do. */
  go(node: number): void;
  /** Selects a node and says so, as keys do. */
  pick(node: number): void;
  open(node: number): void;
  link(node: number): string;
  expandable(): boolean;
  expand(node: number): void;
  startPath(node: number): void;
  /** Shows the tie between two neighbors: its projects, years and roles. */
  tie(one: number, two: number): void;
  cancelPath(): void;
  show(mode: Mode): void;
  filter(change: Partial<Choice>): void;
  /** Takes a node into what is chosen, or out of it. */
  toggle(node: number): void;
  /** Chooses these nodes; with `more` beside those that are chosen already. */
  choose(nodes: number[], more?: boolean): void;
  /** Draws what is chosen alone, or leaves it out; null draws everything again. */
  narrow(how: "keep" | "hide" | null): void;
  undo(): void;
  pinned(node: number): boolean;
  /** Has a node stay where it stands, or lets the server say again where it does. */
  pin(node: number): void;
  unpin(node: number): void;
  /** Moves a node by shares of the whole drawing. */
  nudge(node: number, east: number, north: number): void;
  layOut(): void;
  /** All nodes back to where the server has them. */
  putBack(): void;
  /** Takes other columns of one's own, or other looks by them. */
  own(change: Partial<Pick<MapState, "table" | "ownColor" | "ownSize" | "range">>): void;
  level(level: number): void;
  /** Shows these columns of the table beside the name (none: the usual ones). */
  columns(columns: readonly string[]): void;
  say(words: string): void;
  focusView(): void;
}

export interface Point {
  x: number;
  y: number;
}

/** Nodes and edges that stand out of a picture, `ends` most of all. */
export interface Marked {
  nodes: Set<number>;
  edges: Set<number>;
  ends: Set<number>;
}

export interface Geometry {
  type: string;
  coordinates: any;
}

export interface Feature<Properties = { name: string }> {
  id?: string;
  properties: Properties;
  geometry: Geometry;
}

export interface FeatureCollection<Properties = { name: string }> {
  type: "FeatureCollection";
  features: Feature<Properties>[];
}

export interface RegionProperties {
  code: string;
  name: string;
  level: number;
}

/** A region of the chosen level and how many drawn nodes lie in it. */
export interface Region extends RegionProperties {
  id?: string;
  path: Path2D;
  n: number;
}

/** What is on the screen, in pixels, for saving. */
export interface Shapes {
  nodes: { x: number; y: number; node: number; radius: number; color: string; label: string }[];
  edges: { from: Point; to: Point; color: string; width: number; bend: number }[];
  labels: Set<number>;
  width: number;
  height: number;
}

export interface NeighborhoodNode {
  id: string;
  kind: string;
  name: string;
  label: string;
  title: string;
  x: number;
  y: number;
  size: number;
  shape: string;
  group_number: number;
}

export interface NeighborhoodEdge {
  id: number;
  from: string;
  to: string;
  title: string;
  weight: number;
  kind_number: number;
}

export interface Neighborhood {
  language: string;
  title: string;
  focus: string;
  cut: string | null;
  groups: Entry[];
  edge_kinds: Entry[];
  legend: { title: string; size: string };
  nodes: NeighborhoodNode[];
  edges: NeighborhoodEdge[];
  text: Texts;
}

/** What the data of every kind of chart carry (graphsvc/drawing/charts.py). */
export interface ChartData {
  kind: string;
  title: string;
  description: string;
  language: string;
  table: { columns: string[]; rows: (string | number | null)[][] };
  cut?: { reason: string }[];
  text: Texts;
}

/** Cells are column, row and value. */
export interface HeatmapData extends ChartData {
  x: { id: string; label: string }[];
  y: { id: string; label: string }[];
  cells: [number, number, number | null][];
  max: number;
}

export interface SankeyData extends ChartData {
  nodes: { id: string; label: string; layer: number; count: number }[];
  links: { source: number; target: number; value: number }[];
}

export interface Curve {
  id: string;
  label: string;
  points: (number | null)[];
}

export interface CurveData extends ChartData {
  across: string;
  x: number[];
  series: Curve[];
}

export interface LinesData extends ChartData {
  x: number[];
  share: boolean;
  series: (Curve & { low: (number | null)[]; high: (number | null)[]; n: number[] })[];
}

export interface GeoData extends ChartData {
  points: { id: string; label: string; lng: number; lat: number; size: number; cluster: boolean }[];
  links: { source: number; target: number; weight: number }[];
}

/** What ECharts says of an item that is clicked or hovered over. */
export interface ChartItem<Data = any, Value = any> {
  seriesId?: string;
  seriesType?: string;
  seriesIndex?: number;
  dataIndex: number;
  dataType?: string;
  axisValue?: string | number;
  data: Data;
  value: Value;
}

/** What ECharts offers to drawing an item of one's own. */
export interface ChartApi {
  value(dimension: number): number;
  coord(values: number[]): [number, number];
  size(values: number[]): [number, number];
}

/** How a kind of chart is drawn: number of items, height in pixels, id of what was clicked, ECharts options. */
export interface ChartKind<Data extends ChartData> {
  count(data: Data): number;
  height?(data: Data): number;
  id?(data: Data, item: ChartItem): string;
  option(data: Data, tell: Tell, width: number): Record<string, unknown>;
}
