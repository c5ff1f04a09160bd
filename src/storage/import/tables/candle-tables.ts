import type { EventOf } from "#core/events.ts";
import { asMs } from "#core/units.ts";
import type { TableRow } from "#storage/import/csv/table-row.ts";
import { HEARD_COLUMN, heardIn } from "./heard-column.ts";
import type { RequiredColumns, TableContext, TableFormat } from "./table-format.ts";

const PRICES = ["open", "high", "low", "close"];
/** Rounding of a taker volume that is all of the volume. */
const VOLUME_TOLERANCE = 1e-9;

/** Binance klines; the columns after `taker_buy_volume` and the quote volumes are not needed. */
export const dumpCandles = (): TableFormat => ({
  columns: "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore".split(","),
  required: ["open_time", ...PRICES, "volume", "taker_buy_volume"],
  mayBeEmpty: false,
  open: (columns, context) => candleReader("last", columns.need("open_time"), columns, context),
});

/** Binance mark-price klines: the same columns, the volumes mean nothing. */
export const dumpMarkCandles = (): TableFormat => ({
  ...dumpCandles(),
  required: ["open_time", ...PRICES],
  open: (columns, context) => candleReader("mark", columns.need("open_time"), columns, context),
});

export const folderCandles = (): TableFormat => ({
  columns: ["open_time_ms", ...PRICES, "volume", "taker_buy_volume"],
  required: ["open_time_ms", ...PRICES],
  expected: ["volume"],
  mayBeEmpty: false,
  open: (columns, context) => candleReader("last", columns.need("open_time_ms"), columns, context),
});

export const folderMarkCandles = (): TableFormat => ({
  columns: ["open_time_ms", ...PRICES, HEARD_COLUMN],
  required: ["open_time_ms", ...PRICES],
  mayBeEmpty: false,
  open: (columns, context) => candleReader("mark", columns.need("open_time_ms"), columns, context),
});

function candleReader(price: "last" | "mark", timeColumn: number, columns: RequiredColumns, { instrument, intervalMs, emit }: TableContext) {
  const at = { open: columns.need("open"), high: columns.need("high"), low: columns.need("low"), close: columns.need("close") };
  const volumeColumn = price === "last" ? columns.at("volume") : undefined;
  const takerColumn = price === "last" ? columns.at("taker_buy_volume") : undefined;
  const heardAt = heardIn(columns);
  let lastOpenTime = Number.NEGATIVE_INFINITY;

  return (row: TableRow): void => {
    const openTime = row.time(timeColumn);
    const heard = heardAt(row, asMs(openTime + intervalMs));
    if (openTime > lastOpenTime && openTime < lastOpenTime + intervalMs) {
      throw row.fault(`the candle opens ${openTime - lastOpenTime} ms after the one before it, which lasts ${intervalMs} ms`);
    }
    lastOpenTime = openTime;
    const path = { open: row.positive(at.open), high: row.positive(at.high), low: row.positive(at.low), close: row.positive(at.close) };
    checkPath(row, path);
    const volume = row.optional(volumeColumn, row.nonNegative);
    const takerBuyVolume = volume === undefined ? undefined : row.optional(takerColumn, row.nonNegative);
    if (takerBuyVolume !== undefined && volume !== undefined && takerBuyVolume > volume * (1 + VOLUME_TOLERANCE)) {
      throw row.fault(`taker_buy_volume ${takerBuyVolume} is more than volume ${volume}`);
    }
    emit({
      kind: "candle",
      instrument,
      price,
      openTime,
      intervalMs,
      ...path,
      ...(volume !== undefined && { volume }),
      ...(takerBuyVolume !== undefined && { takerBuyVolume: Math.min(takerBuyVolume, volume ?? 0) }),
      closed: true,
      ...heard,
    });
  };
}

function checkPath(row: TableRow, { open, high, low, close }: Pick<EventOf<"candle">, "open" | "high" | "low" | "close">): void {
  if (high < low) throw row.fault(`high ${high} is below low ${low}`);
  if (open < low || open > high) throw row.fault(`open ${open} lies outside low ${low} to high ${high}`);
  if (close < low || close > high) throw row.fault(`close ${close} lies outside low ${low} to high ${high}`);
}
