import fc from "fast-check";
import { expect, test } from "vitest";
import { MINUTE_MS } from "#core/units.ts";
import type { StoredEvent } from "#storage/store.ts";
import { createTableReader } from "./table-reader.ts";
import { dumpCandles } from "./tables/candle-tables.ts";
import { dumpMetrics } from "./tables/point-tables.ts";
import type { TableFormat } from "./tables/table-format.ts";
import { tradeCandles } from "./tables/trade-candles.ts";

const START = Date.UTC(2024, 0, 1);
const rowsOf = (row: (index: number) => string): string => Array.from({ length: 40 }, (_, index) => row(index)).join("\n");

const TABLES: readonly { name: string; format: () => TableFormat; text: string }[] = [
  {
    name: "klines",
    format: dumpCandles,
    text: rowsOf((i) => `${START + i * 60_000},100.5,${102 + i},99.25,101,${i}.5,${START + i * 60_000 + 59_999},1,2,${i}.25,4,0`),
  },
  { name: "aggTrades", format: tradeCandles, text: rowsOf((i) => `${i},${100 + (i % 7)}.1,0.${i + 1},1,2,${START + i * 17_000},${i % 3 === 0}`) },
  {
    name: "metrics",
    format: dumpMetrics,
    text: `create_time,symbol,sum_open_interest,count_long_short_ratio\r\n${rowsOf((i) => `2024-01-01 00:${10 + i}:00,BTCUSDT,8${i}.125,1.${i}`)}\r\n`,
  },
];

test.each(TABLES)("$name give the same events however their bytes are cut", ({ format, text }) => {
  const bytes = Buffer.from(text);
  const whole = read(format(), [bytes]);
  expect(whole.length).toBeGreaterThan(5);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 60 }), (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
      expect(read(format(), chunks)).toEqual(whole);
    }),
  );
});

function read(format: TableFormat, chunks: readonly Uint8Array[]): readonly { event: StoredEvent; line: number }[] {
  const events: { event: StoredEvent; line: number }[] = [];
  const file = { path: "a.csv", bytes: 0, kind: "candles" } as const;
  const reader = createTableReader(file, { format, instrument: "binance:BTCUSDT", intervalMs: MINUTE_MS }, (event, line) => events.push({ event, line }));
  for (const chunk of chunks) reader.push(chunk);
  reader.end(true);
  return events;
}
