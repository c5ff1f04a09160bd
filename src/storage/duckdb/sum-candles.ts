import { AppError } from "#core/app-error.ts";
import type { CandleEvent } from "#core/events.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { Store, TimeRange } from "#storage/store.ts";
import type { Cell, Database, Row } from "./database.ts";

/** See Store.candles and Store.closes. A sum whose interval reaches beyond the last stored candle is still forming: `closed` is false. */
export function createCandleSums(database: Database): Pick<Store, "candles" | "closes"> {
  // Candles of another interval than the stored ones are refused, so it is asked for once.
  const intervals = new Map<InstrumentId, number>();

  async function storedInterval(instrument: InstrumentId): Promise<number | undefined> {
    const known = intervals.get(instrument);
    if (known !== undefined) return known;
    const [row] = await database.read("SELECT interval_ms FROM candles WHERE instrument = ? AND price = 'last' LIMIT 1", [instrument]);
    if (row !== undefined) intervals.set(instrument, Number(row[0]));
    return intervals.get(instrument);
  }

  /** Of the bars that can be had of an instrument, the values of a statement: length of a bar, whose, and the first and last instant at which one opens. */
  async function asked(instrument: InstrumentId, intervalMs: Ms, range: TimeRange): Promise<{ interval: number; values: readonly Cell[] } | undefined> {
    const stored = await storedInterval(instrument);
    if (stored === undefined) return undefined;
    const interval = Math.max(intervalMs, stored);
    if (interval % stored !== 0) {
      throw new AppError("bad-input", `candles of ${instrument} are stored every ${stored} ms, which does not divide the ${intervalMs} ms asked for`);
    }
    return { interval, values: [interval, instrument, ceilTo(interval, range.from), ceilTo(interval, range.to)] };
  }

  return {
    async candles(instrument, intervalMs, range) {
      const bars = await asked(instrument, intervalMs, range);
      if (bars === undefined) return [];
      const sums = (await database.read(SUM_SQL, bars.values)).map((row) => candleOf(row, { instrument, intervalMs: asMs(bars.interval) }));
      const last = sums.at(-1);
      return last && !last.closed && (await isFollowed(database, last)) ? [...sums.slice(0, -1), { ...last, closed: true }] : sums;
    },
    async closes(instrument, intervalMs, range) {
      const bars = await asked(instrument, intervalMs, range);
      if (bars === undefined) return [];
      const rows = await database.read(CLOSES_SQL, bars.values);
      return rows.map(([bar, close]) => ({ openTime: asMs(Number(bar) * bars.interval), close: Number(close) }));
    },
  };
}

/** A third of the time of the whole sums. */
const CLOSES_SQL = `
  SELECT open_time // CAST(? AS BIGINT) AS bar, arg_max(close, open_time) FROM candles
  WHERE instrument = ? AND price = 'last' AND open_time >= ? AND open_time < ? GROUP BY bar ORDER BY bar`;

/**
 * A volume is known only when it is known of every part. The last value tells whether the bar was gone beyond: by its own candles, or by those of a later bar.
 * A divisor of no type would be taken for a wider one: six times slower.
 */
const SUM_SQL = `
  SELECT open_time // CAST(? AS BIGINT) AS bar, arg_min(open, open_time), max(high), min(low), arg_max(close, open_time),
    CASE WHEN count(volume) = count(*) THEN sum(volume) END, CASE WHEN count(taker_buy_volume) = count(*) THEN sum(taker_buy_volume) END,
    max(max(open_time + interval_ms)) OVER ()
  FROM candles WHERE instrument = ? AND price = 'last' AND open_time >= ? AND open_time < ?
  GROUP BY bar ORDER BY bar`;

/** Whether anything is stored after a bar. */
async function isFollowed(database: Database, { instrument, openTime, intervalMs }: CandleEvent): Promise<boolean> {
  const later = await database.read("SELECT 1 FROM candles WHERE instrument = ? AND price = 'last' AND open_time >= ? LIMIT 1", [
    instrument,
    openTime + intervalMs,
  ]);
  return later.length > 0;
}

/** First instant at or after `time` at which a bar opens: a bar belongs to the range that holds its opening. */
export const ceilTo = (interval: number, time: number): number => Math.ceil(time / interval) * interval;

function candleOf(row: Row, { instrument, intervalMs }: { instrument: InstrumentId; intervalMs: Ms }): CandleEvent {
  const [bar, open, high, low, close, volume, takerBuyVolume, end] = row.map((cell) => (cell === null ? undefined : Number(cell)));
  const openTime = bar! * intervalMs;
  return {
    kind: "candle",
    instrument,
    price: "last",
    openTime: asMs(openTime),
    intervalMs,
    open: open!,
    high: high!,
    low: low!,
    close: close!,
    ...(volume !== undefined && { volume }),
    ...(takerBuyVolume !== undefined && { takerBuyVolume }),
    closed: openTime + intervalMs <= end!,
  };
}
