import { AppError } from "#core/app-error.ts";
import type { CandleEvent } from "#core/events.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { TimeRange } from "#storage/store.ts";
import type { Database, Row } from "./database.ts";

/** See Store.candles. A sum whose interval reaches beyond the last stored candle is still forming: `closed` is false. */
export async function sumCandles(
  database: Database,
  instrument: InstrumentId,
  { intervalMs, range }: { intervalMs: Ms; range: TimeRange },
): Promise<readonly CandleEvent[]> {
  const [series] = await database.read("SELECT max(interval_ms), max(open_time + interval_ms) FROM candles WHERE instrument = ? AND price = 'last'", [
    instrument,
  ]);
  if (series === undefined || series[0] === null) return [];
  const interval = Math.max(intervalMs, Number(series[0]));
  if (interval % Number(series[0]) !== 0) {
    throw new AppError("bad-input", `candles of ${instrument} are stored every ${Number(series[0])} ms, which does not divide the ${intervalMs} ms asked for`);
  }
  const end = Number(series[1]);
  const rows = await database.read(SUM_SQL, [interval, interval, instrument, ceilTo(interval, range.from), ceilTo(interval, range.to)]);
  return rows.map((row) => candleOf(row, { instrument, intervalMs: asMs(interval), end }));
}

/** A volume is known only when it is known of every part. */
const SUM_SQL = `
  SELECT open_time // ? * ? AS bar, arg_min(open, open_time), max(high), min(low), arg_max(close, open_time),
    CASE WHEN count(volume) = count(*) THEN sum(volume) END, CASE WHEN count(taker_buy_volume) = count(*) THEN sum(taker_buy_volume) END
  FROM candles WHERE instrument = ? AND price = 'last' AND open_time >= ? AND open_time < ?
  GROUP BY bar ORDER BY bar`;

/** First instant at or after `time` at which a bar opens: a bar belongs to the range that holds its opening. */
export const ceilTo = (interval: number, time: number): number => Math.ceil(time / interval) * interval;

function candleOf(row: Row, { instrument, intervalMs, end }: { instrument: InstrumentId; intervalMs: Ms; end: number }): CandleEvent {
  const [openTime, open, high, low, close, volume, takerBuyVolume] = row.map((cell) => (cell === null ? undefined : Number(cell)));
  return {
    kind: "candle",
    instrument,
    price: "last",
    openTime: asMs(openTime!),
    intervalMs,
    open: open!,
    high: high!,
    low: low!,
    close: close!,
    ...(volume !== undefined && { volume }),
    ...(takerBuyVolume !== undefined && { takerBuyVolume }),
    closed: openTime! + intervalMs <= end,
  };
}
