import { HEAT_LEVELS, cellOfRow, columnIndexOf } from "#core/heat-levels.ts";
import { rowOf } from "#core/price-rows.ts";
import type { HeatChart } from "#web/chart/heat-chart.ts";
import { columnPricesOf } from "#web/data/column-prices.ts";
import type { Sweep } from "#web/data/find-sweeps.ts";
import type { HeatClient } from "#web/data/heat-client.ts";
import type { ProbeHow, Reading } from "#web/data/heat-worker-messages.ts";
import type { ClusterTrace } from "#web/data/trace-cluster.ts";
import type { PickedCluster } from "#web/panels/panel.ts";
import { latestOnly } from "./latest-only.ts";
import type { Scene } from "./scene.ts";

/** What the worker finds in the map on stage: clusters that price went through, and the edge of the one that was picked. */
export interface MapFindings {
  /** The map, its candles or its filters have changed: looks through the columns in sight. */
  look(columns: { readonly firstColumn: number; readonly lastColumn: number }): void;
  /** A live column came. */
  lookAt(column: number): void;
  /** Another scene comes on stage. */
  clear(): void;
  /** Outlines a cluster until another one, or none, is picked. */
  pick(cluster: PickedCluster | undefined): void;
  /** What the newest column holds at a price. */
  probeNow(at: { readonly price: number; readonly mark: number }, how: ProbeHow): Promise<Reading | undefined>;
  /** The cluster in the newest column. */
  traceNow(cluster: PickedCluster): Promise<ClusterTrace | undefined>;
}

export interface MapFindingsParts {
  readonly chart: Pick<HeatChart, "setSweeps" | "setOutline">;
  readonly heat: Pick<HeatClient, "sweeps" | "trace" | "probe" | "setCloses">;
  readonly onStage: () => Scene | undefined;
}

export function createMapFindings({ chart, heat, onStage }: MapFindingsParts): MapFindings {
  let known = new Map<number, readonly Sweep[]>();
  let picked: PickedCluster | undefined;
  let said: { readonly fromMs: number; readonly untilMs: number } | undefined;

  function sayCloses({ market, level, layer, history: { bars } }: Scene): void {
    const newest = bars.at(-1);
    if (!newest || (said?.fromMs === bars[0].openTime && said.untilMs === newest.openTime)) return;
    said = { fromMs: bars[0].openTime, untilMs: newest.openTime };
    const detail = HEAT_LEVELS[level];
    const firstColumn = columnIndexOf(detail, bars[0].openTime);
    const { close } = columnPricesOf(bars, detail, { firstColumn, lastColumn: columnIndexOf(detail, newest.openTime) });
    heat.setCloses({ market: market.id, level, layer }, firstColumn, close);
  }

  async function find({ firstColumn, lastColumn }: { firstColumn: number; lastColumn: number }): Promise<void> {
    const scene = onStage();
    if (!scene) return;
    const { bars } = scene.history;
    sayCloses(scene);
    const found = await heat.sweeps(columnPricesOf(bars, HEAT_LEVELS[scene.level], { firstColumn: firstColumn - 1, lastColumn }));
    if (!found || onStage()?.history !== scene.history) return;
    for (const column of known.keys()) if (column >= firstColumn && column <= lastColumn) known.delete(column);
    for (const sweep of found) known.set(sweep.column, [...(known.get(sweep.column) ?? []), sweep]);
    chart.setSweeps([...known.values()].flat());
  }

  /** Asks about the newest column; what comes when another map is on stage is of nobody's concern. */
  async function ofNewest<Answer>(ask: (column: number, cellOf: (price: number) => number) => Promise<Answer>): Promise<Answer | undefined> {
    const scene = onStage();
    const newest = scene?.history.bars.at(-1);
    if (!scene || !newest) return undefined;
    const level = HEAT_LEVELS[scene.level];
    const answer = await ask(scene.replay?.newestColumn ?? columnIndexOf(level, newest.openTime), (price) => cellOfRow(level, rowOf(price)));
    return onStage()?.history === scene.history ? answer : undefined;
  }

  const traceNow = ({ side, price }: PickedCluster) => ofNewest((column, cellOf) => heat.trace({ column, cell: cellOf(price), side }));

  const outlinePicked = latestOnly(async () => chart.setOutline("picked", picked && (await traceNow(picked))));
  const search = latestOnly(find);
  const searchNewest = latestOnly(find);
  return {
    look(columns) {
      search(columns);
      if (picked) outlinePicked(undefined);
    },
    lookAt(column) {
      searchNewest({ firstColumn: column - 1, lastColumn: column });
      if (picked) outlinePicked(undefined);
    },
    clear() {
      known = new Map();
      said = undefined;
      chart.setSweeps([]);
    },
    pick(cluster) {
      picked = cluster;
      outlinePicked(undefined);
    },
    probeNow: ({ price, mark }, how) => ofNewest((column, cellOf) => heat.probe({ column, cell: cellOf(price), markCell: cellOf(mark) }, how)),
    traceNow,
  };
}
