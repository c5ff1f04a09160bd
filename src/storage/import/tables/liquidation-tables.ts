import type { PositionSide } from "#core/position-side.ts";
import type { Ms } from "#core/units.ts";
import type { TableRow } from "#storage/import/csv/table-row.ts";
import type { TableFormat } from "./table-format.ts";

const DUMP_COLUMNS = "time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,last_fill_quantity,accumulated_fill_quantity";
/** A forced SELL closes a long. */
const POSITION_OF_ORDER: Readonly<Record<string, PositionSide>> = { sell: "long", buy: "short" };
const POSITION: Readonly<Record<string, PositionSide>> = { long: "long", short: "short" };

/** Binance liquidationSnapshot: `price` is the bankruptcy price, `average_price` the fill. An order that filled nothing printed nothing. */
export const dumpLiquidations = (): TableFormat => ({
  columns: DUMP_COLUMNS.split(","),
  required: ["time", "side", "price", "average_price", "accumulated_fill_quantity"],
  mayBeEmpty: true,
  open(columns, { instrument, emit }) {
    const [timeColumn, side, fill] = [columns.need("time"), columns.need("side"), columns.need("average_price")];
    const [orderPrice, size] = [columns.need("price"), columns.need("accumulated_fill_quantity")];
    return (row) => {
      const time = row.time(timeColumn);
      const positionSide = sideAt(row, side, POSITION_OF_ORDER);
      const filled = row.nonNegative(size);
      if (filled === 0) return;
      emit({ kind: "liquidation", instrument, time, positionSide, price: row.positive(fill), size: filled, orderPrice: row.positive(orderPrice) });
    };
  },
});

export const folderLiquidations = (): TableFormat => ({
  columns: ["time_ms", "position_side", "price", "quantity", "order_price"],
  required: ["time_ms", "position_side", "price", "quantity"],
  mayBeEmpty: true,
  open(columns, { instrument, emit }) {
    const [timeColumn, side] = [columns.need("time_ms"), columns.need("position_side")];
    const [price, size, orderColumn] = [columns.need("price"), columns.need("quantity"), columns.at("order_price")];
    return (row) => {
      const time = row.time(timeColumn);
      const orderPrice = row.optional(orderColumn, row.positive);
      emit({
        kind: "liquidation",
        instrument,
        time,
        positionSide: sideAt(row, side, POSITION),
        price: row.positive(price),
        size: row.positive(size),
        ...(orderPrice !== undefined && { orderPrice }),
      });
    };
  },
});

/** Summed liquidations. Rows without `interval_ms` last `defaultIntervalMs`. Sums of one file may not overlap. */
export const folderLiquidationSums = (defaultIntervalMs: Ms): TableFormat => ({
  columns: ["time_ms", "long_usd", "short_usd", "interval_ms"],
  required: ["time_ms", "long_usd", "short_usd"],
  mayBeEmpty: true,
  open(columns, { instrument, emit }) {
    const [timeColumn, long, short] = [columns.need("time_ms"), columns.need("long_usd"), columns.need("short_usd")];
    const intervalColumn = columns.at("interval_ms");
    let last = { openTime: Number.NEGATIVE_INFINITY, end: Number.NEGATIVE_INFINITY };
    return (row) => {
      const openTime = row.time(timeColumn);
      const intervalMs = (row.optional(intervalColumn, row.positive) ?? defaultIntervalMs) as Ms;
      if (openTime > last.openTime && openTime < last.end) throw row.fault(`the sum begins at ${openTime}, before the one above it ends at ${last.end}`);
      last = { openTime, end: openTime + intervalMs };
      emit({ kind: "liquidation-sum", instrument, openTime, intervalMs, longUsd: row.nonNegative(long), shortUsd: row.nonNegative(short) });
    };
  },
});

function sideAt(row: TableRow, column: number, sides: Readonly<Record<string, PositionSide>>): PositionSide {
  const text = row.text(column);
  const side = sides[text.toLowerCase()];
  if (side === undefined) throw row.fault(`the side must be ${Object.keys(sides).join(" or ")}, not ${JSON.stringify(text.slice(0, 40))}`);
  return side;
}
