// What the embedded store costs: a week of one-minute heat at every level, and a year of candles: npm run bench -- duckdb-store
// Wall clock and processor time: what else the machine does is a part of the first only.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CandleEvent } from "#core/events.ts";
import { type HeatColumn, type HeatSnapshot, columnOfSnapshot } from "#core/heat-column.ts";
import { HEAT_LEVELS, cellOfRow, columnEnd, columnIndexOf } from "#core/heat-levels.ts";
import { tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { rowOf } from "#core/price-rows.ts";
import { HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import { BENCH_INSTRUMENT, syntheticSteps } from "./synthetic-market.ts";

const BTC = "binance:BTCUSDT";
const EVER = { from: asMs(0), to: asMs(4e12) };
const COLUMN_BATCH = 1000;
const CANDLE_BATCH = 5000;

/** The columns of every level that the engine makes of a synthetic week, and where the price ended. */
function weekOfColumns(): { levels: HeatColumn<"modelled">[][]; lastMark: number } {
  const estimator = createEstimator(BENCH_INSTRUMENT);
  const levels: HeatColumn<"modelled">[][] = HEAT_LEVELS.map(() => []);
  let snapshot: HeatSnapshot | undefined;
  for (const step of syntheticSteps(7)) {
    estimator.step(step);
    if (!estimator.ready) continue;
    snapshot = estimator.snapshot(snapshot);
    for (const [level, detail] of HEAT_LEVELS.entries()) {
      const column = columnIndexOf(detail, snapshot.time - 1);
      if (columnEnd(detail, column) === snapshot.time)
        levels[level].push(columnOfSnapshot(snapshot, detail, { layer: "modelled", column, provisional: false }));
    }
  }
  return { levels, lastMark: snapshot!.mark };
}

function yearOfCandles(first: number, count: number): CandleEvent[] {
  return Array.from({ length: count }, (_, i) => {
    const open = 90_000 + Math.round(900_000 * Math.sin((first + i) / 900)) / 10;
    const at = asMs(1.7e12 + (first + i) * MINUTE_MS);
    return {
      kind: "candle",
      instrument: BTC,
      price: "last",
      openTime: at,
      intervalMs: MINUTE_MS,
      open,
      high: open + 10,
      low: open - 10,
      close: open + 5,
      volume: i % 977,
      closed: true,
    };
  });
}

async function timed<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  console.log(`${name}: ${(performance.now() - start).toFixed(1)} ms, processor ${((user + system) / 1000).toFixed(1)} ms`);
  return result;
}

const place = mkdtempSync(join(tmpdir(), "powderkeg-bench-"));
const file = join(place, "market.duckdb");
const megabytes = (): string => (statSync(file).size / 1e6).toFixed(1);

const { levels, lastMark } = weekOfColumns();
let store = await openDuckDbStore({ file });
for (const [level, columns] of levels.entries()) {
  await timed(`append ${columns.length} columns of ${columns[0].cellCount} cells, level ${level}`, async () => {
    for (let i = 0; i < columns.length; i += COLUMN_BATCH) await store.appendColumns(BTC, { layer: "modelled", level }, columns.slice(i, i + COLUMN_BATCH));
  });
}
await store.close();
console.log(`file after a week of heat: ${megabytes()} MB`);

store = await openDuckDbStore({ file });
const y = tileYOfCell(cellOfRow(HEAT_LEVELS[0], rowOf(lastMark)));
const lastX = tileXOfColumn(levels[0].at(-1)!.column);
const sealed: number[] = [];
const sizes: number[] = [];
for (let x = tileXOfColumn(levels[0][0].column); x < lastX; x++) {
  const start = performance.now();
  const tile = await store.tile(BTC, { layer: "modelled", level: 0, x, y });
  sealed.push(performance.now() - start);
  if (tile !== undefined) sizes.push(tile.gzip.length);
}
const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
console.log(
  `read a sealed tile: median ${median(sealed).toFixed(1)} ms, slowest ${Math.max(...sealed).toFixed(1)} ms; median ${(median(sizes) / 1000).toFixed(1)} kB`,
);
await timed("read an unsealed tile", () => store.tile(BTC, { layer: "modelled", level: 0, x: lastX, y }));
await timed("read it again", () => store.tile(BTC, { layer: "modelled", level: 0, x: lastX, y }));

await timed("append 525,600 candles", async () => {
  for (let i = 0; i < 525_600; i += CANDLE_BATCH) await store.appendEvents(yearOfCandles(i, Math.min(CANDLE_BATCH, 525_600 - i)));
});
await timed(`append ${CANDLE_BATCH} candles again, all duplicates`, () => store.appendEvents(yearOfCandles(0, CANDLE_BATCH)));
await timed("append one candle", () => store.appendEvents(yearOfCandles(525_600, 1)));
await timed("sum the year to hours", () => store.candles(BTC, HOUR_MS, EVER));
await timed("read the year as events", async () => {
  for await (const batch of store.readEvents(BTC, ["candle"], EVER)) if (batch.length === 0) throw new Error("a batch is never empty");
});
await store.close();
console.log(`file with the year of candles: ${megabytes()} MB; peak RSS ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
rmSync(place, { recursive: true });
