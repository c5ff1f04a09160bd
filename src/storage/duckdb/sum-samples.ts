import type { InstrumentId } from "#core/instrument.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { SampleBar, SampledKind, TimeRange } from "#storage/store.ts";
import type { Database } from "./database.ts";
import { ceilTo } from "./sum-candles.ts";

const COLUMN_OF_KIND: Readonly<Record<SampledKind, { table: string; column: string }>> = {
  "open-interest": { table: "open_interest", column: "open_interest" },
  funding: { table: "funding", column: "rate" },
  ratio: { table: "ratios", column: "ratio" },
};

/** See Store.samples. */
export async function sumSamples(
  database: Database,
  instrument: InstrumentId,
  { kind, intervalMs, range }: { kind: SampledKind; intervalMs: Ms; range: TimeRange },
): Promise<readonly SampleBar[]> {
  const { table, column } = COLUMN_OF_KIND[kind];
  const rows = await database.read(
    `SELECT time // CAST(? AS BIGINT) AS bar, arg_min(${column}, time), max(${column}), min(${column}), arg_max(${column}, time)
     FROM ${table} WHERE instrument = ? AND time >= ? AND time < ? GROUP BY bar ORDER BY bar`,
    [intervalMs, instrument, ceilTo(intervalMs, range.from), ceilTo(intervalMs, range.to)],
  );
  return rows.map((row) => {
    const [bar, open, high, low, close] = row.map(Number);
    return { openTime: asMs(bar * intervalMs), open, high, low, close };
  });
}
