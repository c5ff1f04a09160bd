import { beforeEach, expect, test } from "vitest";
import { PLANE_COUNT } from "#core/heat-column.ts";
import { rowOf } from "#core/price-rows.ts";
import { asMs } from "#core/units.ts";
import type { MarkedSpread } from "#insight/confidence.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { PastBook } from "./book-at.ts";
import type { PastHub } from "./hub-at.ts";
import { createSpreadShelf } from "./spread-at.ts";

const AT = asMs(7 * 86_400_000);
const MARK = 60_000;
const FIRST_BIN = Math.floor(rowOf(MARK * 0.98) / 10);

const view = (id: string, members: readonly string[] | null = null) =>
  ({ id, members: members?.map((market) => ({ market })) ?? null }) as unknown as MarketView;

const widths = (variance: number): MarkedSpread => ({
  mark: MARK,
  firstBin: FIRST_BIN,
  rowsPerBin: 10,
  binCount: 20,
  lean: 0.1,
  positionUsd: 1_000,
  variance: [new Float64Array(20).fill(variance), new Float64Array(20).fill(variance)],
});

const kept = new Map<string, MarkedSpread>();
const marks = new Map<string, number>();
beforeEach(() => {
  kept.clear();
  marks.clear();
});

const hub = { now: () => AT, market: (id: string) => view(id), spreadAt: async (id: string) => kept.get(id) } as unknown as PastHub;

/** A hundred dollars in every row of each market that has a mark. */
async function bookOf({ id }: MarketView): Promise<PastBook | undefined> {
  const mark = marks.get(id);
  if (mark === undefined) return undefined;
  const shape = { firstRow: rowOf(mark * 0.98), rowCount: 200 };
  const usd = new Float32Array(PLANE_COUNT * shape.rowCount).fill(100);
  return { layer: "modelled", snapshot: { time: AT, mark, openInterest: 1, openInterestUsd: 1e6, ...shape, usd } };
}

const spreadOf = (market: MarketView) => createSpreadShelf().at({ hub, bookOf }, market);

test("widths go with price: what lies as far from it is as uncertain", async () => {
  kept.set("a:B", widths(0.3));
  marks.set("a:B", MARK * 1.01);
  const spread = await spreadOf(view("a:B"));
  expect(spread?.mark).toBe(MARK * 1.01);
  expect(spread!.firstBin - FIRST_BIN).toBe(Math.round((rowOf(MARK * 1.01) - rowOf(MARK)) / 10));
});

test("of a sum they are those of its members, as much as each holds, and of nobody's that has no map then", async () => {
  kept.set("a:B", widths(0.16)).set("b:B", widths(0.36));
  marks.set("all:B", MARK).set("a:B", MARK).set("b:B", MARK);
  const spread = await spreadOf(view("all:B", ["a:B", "b:B", "late:B"]));
  const bin = FIRST_BIN + 10 - spread!.firstBin;
  expect(spread!.variance[0][bin]).toBeCloseTo(((0.4 + 0.6) / 2) ** 2, 6);
});

test("what was not kept is not made up: not of a market, and not of a sum of which one has a map without", async () => {
  kept.set("a:B", widths(0.16));
  marks.set("all:B", MARK).set("a:B", MARK).set("b:B", MARK);
  expect(await spreadOf(view("b:B"))).toBeUndefined();
  expect(await spreadOf(view("all:B", ["a:B", "b:B"]))).toBeUndefined();
});
