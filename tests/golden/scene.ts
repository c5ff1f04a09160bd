// Runs in a bare page: the chart and the level strip of the product, fed with a market that is the same on every machine.
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { TILE_CELLS, TILE_COLUMNS, occupiedRows } from "#core/heat-tile.ts";
import { priceAt, rowOf } from "#core/price-rows.ts";
import { type ConfidenceFloor, floorTable } from "#insight/confidence.ts";
import { type HeatChart, createHeatChart } from "#web/chart/heat-chart.ts";
import { levelProfile } from "#web/chart/level-profile.ts";
import { paintLevelStrip } from "#web/chart/level-strip.ts";
import type { PriceShape } from "#web/chart/bars.ts";
import { renewTheme } from "#web/chart/theme.ts";
import { type HeatStyle, createColourTables } from "#web/colour/colour-table.ts";
import { colouriseTile } from "#web/colour/colourise.ts";
import { hiddenCells } from "#web/colour/hidden-cells.ts";
import type { PaletteName } from "#web/colour/palette.ts";
import { columnPricesOf } from "#web/data/column-prices.ts";
import { createColumnReader } from "#web/data/column-reader.ts";
import { findSweeps } from "#web/data/find-sweeps.ts";
import { type PaintedTile, keyOf } from "#web/data/heat-worker-messages.ts";
import { traceCluster } from "#web/data/trace-cluster.ts";
import { COLUMNS, FIRST_COLUMN, type FixedMarket, LEVEL, combMarket, fixedMarket } from "./fixed-market.ts";

/** What of the product is on the picture. */
export interface SceneAsked {
  /** Of the map without its axes, in CSS pixels. */
  readonly pane: { readonly width: number; readonly height: number };
  readonly palette?: PaletteName;
  readonly price?: PriceShape;
  readonly threshold?: number;
  readonly surface?: HeatStyle["surface"];
  readonly layers?: readonly ("heat" | "bubbles" | "swept" | "outline" | "holes" | "lacking" | "floor" | "comb" | "crowd")[];
  /** Columns by which the map is moved in the end, and whether bubbles are there before. */
  readonly moved?: { readonly columns: number; readonly bubbles: "before" | "after" };
}

declare global {
  interface Window {
    golden: { show(asked: SceneAsked): Promise<void> };
  }
}

const detail = HEAT_LEVELS[LEVEL];
const ALL_PLANES = Array.from({ length: 10 }, (_, plane) => plane);
const NEWEST = FIRST_COLUMN + COLUMNS - 1;
/** Never made; nobody listened during the first four. */
const ABSENT = [30, 31, 32, 33, 40, 41, 42, 43, 44, 45, 46, 47, 48].map((at) => FIRST_COLUMN + at);
const CROWD = 1_500;
let chart: HeatChart | undefined;

window.golden = { show };

/** Draws a picture from nothing; resolves when it is on screen. */
async function show(asked: SceneAsked): Promise<void> {
  const { palette = "ember", price = "candles", threshold = 0, surface = "dark", layers = ["heat"], moved } = asked;
  chart?.remove();
  document.documentElement.dataset["theme"] = surface;
  renewTheme();
  document.body.innerHTML = '<div id="chart"></div><canvas id="strip"></canvas>';
  const market = layers.includes("comb") ? combMarket() : fixedMarket(layers.includes("holes") ? ABSENT : []);
  const style: HeatStyle = {
    planes: ALL_PLANES,
    palette,
    surface,
    low: 4e4,
    high: 3e7,
    threshold,
    floor: layers.includes("floor") ? floorOf(market) : undefined,
  };
  const painted = await paintTiles(market, style);
  const strip = document.querySelector<HTMLCanvasElement>("#strip");
  const context = strip?.getContext("2d");
  const ratio = window.devicePixelRatio;
  const drawn = createHeatChart(document.querySelector<HTMLElement>("#chart") as HTMLElement, {
    painted: (at) => painted.get(keyOf(at)),
    onDrawn({ projection }) {
      if (!strip || !context) return;
      const size = { width: strip.clientWidth, height: strip.clientHeight, paneHeight: drawn.paneHeight() };
      strip.width = Math.round(size.width * ratio);
      strip.height = Math.round(size.height * ratio);
      paintLevelStrip(context, { profile: levelProfile(market.grid, style), spread: undefined, projection, size, ratio });
    },
    onPoint: () => undefined,
    onPick: () => "free",
    onFit: () => undefined,
    onColumns: () => undefined,
  });
  chart = drawn;
  drawn.setBars(market.bars, LEVEL);
  drawn.setPriceShape(price);
  drawn.showHeat(layers.includes("heat") ? "shown" : "hidden");
  const realised = layers.includes("crowd") ? crowdOf(market.realised) : market.realised;
  if (moved?.bubbles !== "after") drawn.setRealised(realised);
  drawn.setBubbleStyle({ sides: layers.includes("bubbles") ? ["long", "short"] : [], unitUsd: 1e6 });
  drawn.setSweptSides(layers.includes("swept") ? ["long", "short"] : []);
  findInMap(drawn, market, layers);
  drawn.sayAbsent("no estimate");
  if (layers.includes("holes")) noteHoles(drawn);
  if (layers.includes("lacking")) noteLacking(drawn);
  const last = market.bars[COLUMNS - 1].close;
  drawn.setPriceReach({ low: last * 0.95, high: last * 1.05 });
  drawn.showColumns({ first: FIRST_COLUMN + 4, last: NEWEST + 6 });
  await frames(3);
  await fixPane(asked.pane);
  drawn.showColumns({ first: FIRST_COLUMN + 4, last: NEWEST + 6 });
  await frames(4);
  if (!moved) return;
  drawn.showColumns({ first: FIRST_COLUMN + 4 + moved.columns, last: NEWEST + 6 + moved.columns });
  await frames(4);
  if (moved.bubbles === "after") drawn.setRealised(realised);
  await frames(4);
}

/** What printed, again above and below until it is a crowd. */
const crowdOf = (realised: FixedMarket["realised"]): FixedMarket["realised"] =>
  Array.from({ length: Math.ceil(CROWD / realised.length) }, (_, at) => realised.map((of) => ({ ...of, cell: of.cell + (at % 2 ? at : -at) }))).flat();

/** Gives the map its size: axes are as wide as a machine's letters. */
async function fixPane({ width, height }: SceneAsked["pane"]): Promise<void> {
  const element = document.querySelector<HTMLElement>("#chart");
  const pane = element?.querySelectorAll("td")[1].getBoundingClientRect();
  if (!element || !pane) return;
  element.style.flex = "none";
  element.style.width = `${element.clientWidth + width - pane.width}px`;
  element.style.height = `${element.clientHeight + height - pane.height}px`;
  await frames(4);
}

function findInMap(drawn: HeatChart, { bars, tiles, grid }: FixedMarket, layers: NonNullable<SceneAsked["layers"]>): void {
  const reader = createColumnReader({ cache: { get: (at) => ({ tile: tiles.get(keyOf(at)) as never }) }, level: detail });
  const prices = columnPricesOf(bars, detail, { firstColumn: FIRST_COLUMN, lastColumn: NEWEST });
  if (layers.includes("swept")) drawn.setSweeps(findSweeps({ reader, prices, planes: ALL_PLANES }));
  if (!layers.includes("outline")) return;
  const markCell = Math.floor(rowOf(grid.mark) / detail.rowsPerCell);
  const cells = (side: -1 | 1) => Array.from({ length: 70 }, (_, at) => markCell + side * (at + 8));
  /** The largest of a side. */
  const trace = (side: "long" | "short") =>
    cells(side === "long" ? -1 : 1)
      .flatMap((cell) => traceCluster({ reader, planes: ALL_PLANES, column: NEWEST - 6, cell, side }) ?? [])
      .reduce((largest, found) => (found.usd > largest.usd ? found : largest));
  drawn.setOutline("hover", trace("long"));
  drawn.setOutline("picked", trace("short"));
}

function noteHoles(drawn: HeatChart): void {
  const timeOf = (column: number) => column * detail.columnMs;
  drawn.setHoles([
    { fromMs: timeOf(ABSENT[0] + 0.5), toMs: timeOf(ABSENT[3] + 1), words: "no data", of: "everything" },
    { fromMs: timeOf(FIRST_COLUMN + 70), toMs: timeOf(FIRST_COLUMN + 74), words: "no data", of: "everything" },
  ]);
  drawn.setStale({ sinceMs: timeOf(NEWEST + 1), nowMs: timeOf(NEWEST + 5), words: "nothing since 12:00:00 UTC" });
}

function noteLacking(drawn: HeatChart): void {
  const timeOf = (column: number) => column * detail.columnMs;
  drawn.setLacking([
    { fromMs: timeOf(FIRST_COLUMN + 50), toMs: timeOf(FIRST_COLUMN + 60), lasts: false, words: "without B" },
    { fromMs: timeOf(NEWEST - 20), toMs: timeOf(NEWEST), lasts: true, words: "" },
  ]);
}

/** The surest a few per cent from price. */
function floorOf({ grid }: FixedMarket): ConfidenceFloor {
  const firstBin = Math.floor(rowOf(grid.mark) / 10) - 400;
  const variance = () => Float64Array.from({ length: 800 }, (_, bin) => 0.03 + 0.0008 * Math.abs(bin - 400));
  return {
    least: 0.35,
    spread: { mark: priceAt((firstBin + 400) * 10), firstBin, rowsPerBin: 10, binCount: 800, variance: [variance(), variance()], lean: 0.2, positionUsd: 2e5 },
  };
}

async function paintTiles({ tiles, bars }: FixedMarket, style: HeatStyle): Promise<ReadonlyMap<string, PaintedTile>> {
  const tables = createColourTables(style);
  const painted = new Map<string, PaintedTile>();
  const markOf = (column: number) => bars[column - FIRST_COLUMN]?.close;
  for (const [key, tile] of tiles) {
    const occupied = occupiedRows(tile);
    const hidden = style.floor && hiddenCells({ tile, occupied, table: floorTable(style.floor, detail.rowsPerCell), markOf });
    const image = new ImageData(TILE_COLUMNS, TILE_CELLS);
    colouriseTile({ tile, occupied, planes: style.planes, tables, hidden }, new Uint32Array(image.data.buffer));
    painted.set(key, { x: tile.x, y: tile.y, bitmap: await createImageBitmap(image), states: tile.states });
  }
  return painted;
}

async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
}
