import { FEED_SAMPLINGS, type FeedSampling } from "#core/instrument.ts";
import type { PositionSide } from "#core/position-side.ts";
import type { Ms } from "#core/units.ts";
import type { TableRow } from "#storage/import/csv/table-row.ts";
import { HEARD_COLUMN, heardIn } from "./heard-column.ts";
import { sideAt } from "./side-cell.ts";
import type { TableFormat } from "./table-format.ts";

const DUMP_COLUMNS = "time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,last_fill_quantity,accumulated_fill_quantity";
/** A forced SELL closes a long. */
const POSITION_OF_ORDER: Readonly<Record<string, PositionSide>> = { sell: "long", buy: "short" };

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
  columns: ["time_ms", "position_side", "price", "quantity", "order_price", "ordinal", "sampling", HEARD_COLUMN],
  required: ["time_ms", "position_side", "price", "quantity"],
  mayBeEmpty: true,
  open(columns, { instrument, emit }) {
    const [timeColumn, side] = [columns.need("time_ms"), columns.need("position_side")];
    const [price, size, orderColumn] = [columns.need("price"), columns.need("quantity"), columns.at("order_price")];
    const [ordinalColumn, sampling, heardAt] = [columns.at("ordinal"), columns.at("sampling"), heardIn(columns)];
    return (row) => {
      const time = row.time(timeColumn);
      const orderPrice = row.optional(orderColumn, row.positive);
      emit({
        kind: "liquidation",
        instrument,
        time,
        positionSide: sideAt(row, side),
        price: row.positive(price),
        size: row.positive(size),
        ...(orderPrice !== undefined && { orderPrice }),
        ...ordinalAt(row, ordinalColumn),
        ...samplingAt(row, sampling),
        ...heardAt(row, time),
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

/** Tells orders apart that are equal in all else, which would be one row twice. */
function ordinalAt(row: TableRow, column: number | undefined): { readonly ordinal?: number } {
  const ordinal = row.optional(column, row.positive);
  if (ordinal === undefined) return {};
  if (!Number.isInteger(ordinal)) throw row.fault(`ordinal must be a whole number, not ${ordinal}`);
  return { ordinal };
}

function samplingAt(row: TableRow, column: number | undefined): { readonly sampling?: FeedSampling } {
  const text = column === undefined ? "" : row.text(column);
  if (text === "") return {};
  const sampling = FEED_SAMPLINGS.find((each) => each === text);
  if (sampling === undefined) throw row.fault(`sampling must be ${FEED_SAMPLINGS.join(" or ")}, not ${JSON.stringify(text.slice(0, 40))}`);
  return { sampling };
}
