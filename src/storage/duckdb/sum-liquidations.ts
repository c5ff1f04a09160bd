import type { ContractKind, InstrumentId } from "#core/instrument.ts";
import { rowsOfRatio } from "#core/price-rows.ts";
import type { RealisedCell } from "#core/realised.ts";
import type { RealisedGrid, TimeRange } from "#storage/store.ts";
import type { Database } from "./database.ts";
import { ceilTo } from "./sum-candles.ts";

/** Price rows in one unit of ln p. */
const ROWS_PER_E = rowsOfRatio(Math.E);

/** See core/instrument.ts, notionalUsd. */
const NOTIONAL: Readonly<Record<ContractKind, string>> = { linear: "size * price", inverse: "size" };

/** See Store.realised. */
export async function sumLiquidations(
  database: Database,
  instrument: InstrumentId,
  { columnMs, rowsPerCell, contract, range }: RealisedGrid & { range: TimeRange },
): Promise<readonly RealisedCell[]> {
  const usdOf = (side: string) => `coalesce(sum(${NOTIONAL[contract]}) FILTER (WHERE position_side = '${side}'), 0)`;
  const rows = await database.read(
    `SELECT time // CAST(? AS BIGINT) AS col, CAST(floor(floor(ln(price) * ?) / ?) AS INTEGER) AS cell, ${usdOf("long")}, ${usdOf("short")}, count(*)
     FROM liquidations WHERE instrument = ? AND time >= ? AND time < ? GROUP BY col, cell ORDER BY col, cell`,
    [columnMs, ROWS_PER_E, rowsPerCell, instrument, ceilTo(columnMs, range.from), ceilTo(columnMs, range.to)],
  );
  return rows.map((row) => {
    const [column, cell, longUsd, shortUsd, prints] = row.map(Number);
    return { column, cell, longUsd, shortUsd, prints };
  });
}
