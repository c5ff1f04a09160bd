import type { HeatColumn } from "#core/heat-column.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import {
  type CellsAt,
  type ConsensusAt,
  type HeatReply,
  type HeatRequest,
  type HeatView,
  type PaintedTile,
  type ProbeAt,
  type ProbeHow,
  type Reading,
  type ShownCells,
  type TileAt,
  type TileDetail,
  type TraceAt,
  keyOf,
  sameView,
} from "./heat-worker-messages.ts";
import type { ColumnPrices } from "./column-prices.ts";
import type { Sweep } from "./find-sweeps.ts";
import type { ConsensusRun } from "./map-consensus.ts";
import { createPendingAnswers } from "./pending-answers.ts";
import type { ClusterTrace } from "./trace-cluster.ts";

/** Loading state of the map: how many tiles are on their way, and what keeps one from coming. */
export interface HeatProgress {
  readonly loading: number;
  readonly problem: string | undefined;
}

export interface HeatClient {
  /** Turns to another market, level or layer, of a combined one with those that it adds up: its bitmaps replace the old ones as they arrive. */
  setView(view: HeatView, members: readonly string[]): void;
  setStyle(style: HeatStyle): void;
  /** A view will be shown soon, as a rule with these tiles in sight: they are asked for now. */
  ahead(view: HeatView, tiles: readonly TileAt[]): void;
  /** Names the tiles in sight, nearest first. */
  want(tiles: readonly TileAt[]): void;
  putColumn(view: HeatView, column: HeatColumn): void;
  /** Reads nothing after a column, as if it were the newest; undefined: everything. What is drawn is for the chart to cut. */
  setUntil(column: number | undefined): void;
  /** Fetches tiles with open columns again, after a gap in the stream. */
  refresh(): void;
  /** Reads a cell. `at-once`, of what is loaded; `whole` waits for who holds it, too. */
  probe(at: ProbeAt, how: ProbeHow): Promise<Reading | undefined>;
  /** How far the members of a combined map agreed on its clusters in a part of it; undefined while that is not known, and of a market of its own. */
  consensus(at: ConsensusAt): Promise<readonly ConsensusRun[] | undefined>;
  /** Every drawn cell of a part of the map, as far as its tiles are loaded. */
  cells(at: CellsAt): Promise<ShownCells | undefined>;
  /** Closes of the view's candles, one a column; NaN where there is none. */
  setCloses(view: HeatView, firstColumn: number, closes: Float64Array): void;
  /** Clusters that price went through in all but the first of some columns, as far as their tiles are loaded. */
  sweeps(prices: ColumnPrices): Promise<readonly Sweep[] | undefined>;
  /** The cluster that a cell belongs to. */
  trace(at: TraceAt): Promise<ClusterTrace | undefined>;
  painted(at: TileAt): PaintedTile | undefined;
  close(): void;
}

export interface HeatClientParts {
  /** What the first picture is drawn of, see {@link TileDetail}. */
  readonly first: TileDetail;
  /** New bitmaps are there to be drawn. */
  readonly onPainted: () => void;
  readonly onProgress: (progress: HeatProgress) => void;
}

const MOST_TILES = 128;

/** The main thread's end of the heat worker: holds the bitmaps, knows nothing of the bytes behind them. */
export function openHeatClient({ first, onPainted, onProgress }: HeatClientParts): HeatClient {
  const worker = new Worker(new URL("./heat-worker.ts", import.meta.url), { type: "module", name: "heat" });
  const painted = new Map<string, PaintedTile>();
  const probes = createPendingAnswers<Reading | undefined>();
  const consensus = createPendingAnswers<readonly ConsensusRun[] | undefined>();
  const cells = createPendingAnswers<ShownCells | undefined>();
  const sweeps = createPendingAnswers<readonly Sweep[] | undefined>();
  const traces = createPendingAnswers<ClusterTrace | undefined>();
  let view: HeatView | undefined;
  let inSight: ReadonlySet<string> = new Set();
  const send = (request: HeatRequest) => worker.postMessage(request, []);

  if (first === "sketch") send({ kind: "sketch-first" });

  worker.addEventListener("message", ({ data: reply }: MessageEvent<HeatReply>) => {
    switch (reply.kind) {
      case "painted":
        return sameView(view, reply.view) ? takeTiles(reply) : undefined;
      case "loading":
        return onProgress({ loading: reply.count, problem: reply.problem });
      case "probe":
        return probes.settle(reply.id, reply.reading);
      case "consensus":
        return consensus.settle(reply.id, reply.runs);
      case "cells":
        return cells.settle(reply.id, reply.cells);
      case "sweeps":
        return sweeps.settle(reply.id, reply.sweeps);
      case "trace":
        return traces.settle(reply.id, reply.trace);
    }
  });

  function takeTiles({ tiles, restyled }: Extract<HeatReply, { kind: "painted" }>): void {
    if (restyled) dropTiles();
    for (const tile of tiles) {
      const key = keyOf(tile);
      painted.get(key)?.bitmap.close();
      painted.delete(key);
      painted.set(key, tile);
    }
    for (const [key, { bitmap }] of painted) {
      if (painted.size <= MOST_TILES) break;
      if (inSight.has(key)) continue;
      bitmap.close();
      painted.delete(key);
    }
    onPainted();
  }

  function dropTiles(): void {
    for (const { bitmap } of painted.values()) bitmap.close();
    painted.clear();
  }

  return {
    setView(next, members) {
      if (sameView(view, next)) return;
      view = next;
      dropTiles();
      send({ kind: "view", view: next, members });
    },
    ahead: (of, tiles) => send({ kind: "ahead", view: of, tiles }),
    setStyle: (style) => send({ kind: "style", style }),
    want(tiles) {
      inSight = new Set(tiles.map(keyOf));
      send({ kind: "want", tiles });
    },
    putColumn: (of, column) => send({ kind: "column", view: of, column }),
    setUntil: (column) => send({ kind: "until", column }),
    refresh: () => send({ kind: "refresh" }),
    probe: (at, how) => probes.ask((id) => send({ kind: "probe", id, at, how })),
    consensus: (at) => consensus.ask((id) => send({ kind: "consensus", id, at })),
    cells: (at) => cells.ask((id) => send({ kind: "cells", id, at })),
    setCloses: (of, firstColumn, closes) => send({ kind: "closes", view: of, firstColumn, closes }),
    sweeps: (prices) => sweeps.ask((id) => send({ kind: "sweeps", id, prices })),
    trace: (at) => traces.ask((id) => send({ kind: "trace", id, at })),
    painted: (at) => painted.get(keyOf(at)),
    close() {
      worker.terminate();
      dropTiles();
    },
  };
}
