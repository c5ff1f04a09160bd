import type { CandleEvent, TradeEvent } from "#core/events.ts";
import { MINUTE_MS } from "#core/units.ts";

/** What trades summed up to, per minute, to be held against the volume of the minute's bar. */
export interface VolumeCheck {
  add(trades: readonly TradeEvent[]): void;
  /** A state of a bar, to be compared or not: it shows how finely volumes are printed. */
  saw(bar: CandleEvent): void;
  /** Whether the bar's trades were listened to from its beginning. */
  counts(bar: CandleEvent): boolean;
  /** The same of the minute of an instant. */
  countsAt(time: number): boolean;
  /** Volume of a bar, closed or as far as it has come, beyond that of its trades, in their unit; 0 when all came, and of what is not known. */
  missingIn(bar: CandleEvent): number;
  /** The bar is known to hold just the trades that came. */
  isEven(bar: CandleEvent): boolean;
}

const MINUTES_KEPT = 5;
/** Sums of a minute's sizes differ in the last bits; the smallest trade of a busy minute is more. */
const LEAST_SHARE = 1e-9;
/** So many volumes in a row do not end in zeros by chance: they are printed more coarsely than sizes. */
const VOLUMES_TO_KNOW = 20;
/** Numbers with more decimals are products of ours: nobody printed them. */
const MOST_DECIMALS = 12;

export function createVolumeCheck(): VolumeCheck {
  const sums = new Map<number, number>();
  let firstTime = Infinity;
  /** Most decimals of any size, and of any volume; how many different volumes that is known from. */
  let sizeDecimals = 0;
  let volumeDecimals = 0;
  let seen = 0;
  let lastVolume = 0;

  const counts = ({ openTime, intervalMs, price }: CandleEvent): boolean =>
    price === "last" && intervalMs === MINUTE_MS && openTime > firstTime && openTime >= Math.min(...sums.keys());
  const beyond = ({ openTime, volume = 0 }: CandleEvent): number => {
    const missed = volume - (sums.get(openTime) ?? 0);
    return Math.abs(missed) > Math.max(volume * LEAST_SHARE, grain()) ? missed : 0;
  };
  /** What cannot be told from nothing: half of the last decimal, or all of it where volumes are printed more coarsely than sizes, which may cut them off. */
  const grain = (): number => {
    const isCoarse = seen >= VOLUMES_TO_KNOW && volumeDecimals < sizeDecimals;
    return (isCoarse ? 10 ** -volumeDecimals : 0.5 * 10 ** -Math.max(volumeDecimals, sizeDecimals)) * (1 - LEAST_SHARE);
  };

  return {
    counts,
    countsAt: (time) => time - (time % MINUTE_MS) > firstTime,
    add(trades) {
      for (const { time, size } of trades) {
        const minute = time - (time % MINUTE_MS);
        sums.set(minute, (sums.get(minute) ?? 0) + size);
        firstTime = Math.min(firstTime, time);
        sizeDecimals = Math.max(sizeDecimals, decimalsOf(size));
      }
      while (sums.size > MINUTES_KEPT) sums.delete(Math.min(...sums.keys()));
    },
    saw({ volume = 0 }) {
      if (volume === lastVolume) return;
      lastVolume = volume;
      seen++;
      volumeDecimals = Math.max(volumeDecimals, decimalsOf(volume));
    },
    missingIn: (bar) => (counts(bar) ? Math.max(0, beyond(bar)) : 0),
    isEven: (bar) => bar.volume !== undefined && counts(bar) && beyond(bar) === 0,
  };
}

/** Of a number's shortest decimal form, which is what was printed but for zeros at its end. */
function decimalsOf(value: number): number {
  const [mantissa, exponent = "0"] = String(value).split("e");
  return Math.min(MOST_DECIMALS, Math.max(0, (mantissa.split(".")[1] ?? "").length - Number(exponent)));
}
