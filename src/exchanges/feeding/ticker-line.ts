import type { MarkEvent, OpenInterestEvent } from "#core/events.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { Clock } from "#exchanges/connection/clock.ts";
import { LULL_MS } from "./bar-end.ts";
import type { TickerDatum } from "./frame.ts";
import { createStampOrder } from "./stamp-order.ts";

/** Puts the tickers of one instrument together: marks with the index and funding last heard, open interest every few seconds. */
export interface TickerLine {
  accept(datum: TimedTicker): void;
  broke(): void;
  /** A frame of the line could not be read; it may have told a change. */
  doubted(): void;
}

/** A ticker whose time, if only that of its arrival, is known. */
export type TimedTicker = TickerDatum & { readonly time: Ms };

export interface TickerLineOptions {
  readonly instrument: InstrumentId;
  readonly clock: Clock;
  readonly emit: (events: readonly (MarkEvent | OpenInterestEvent)[]) => void;
  /** The next settlement is at this time. */
  readonly onNextFunding: (time: Ms) => void;
  /** Asks for the whole ticker. */
  readonly askAnew: () => void;
}

const OPEN_INTEREST_EVERY_MS = 5_000;
/** The ticker of a quiet contract falls silent often. */
const BETWEEN_ASKS_MS = 60_000;
const FIELDS = ["mark", "index", "fundingRate", "nextFundingTime", "fundingIntervalMs", "openInterest"] as const;
type Field = (typeof FIELDS)[number];

export function createTickerLine({ instrument, clock, emit, onNextFunding, askAnew }: TickerLineOptions): TickerLine {
  const values: Partial<Record<Field, number | undefined>> = {};
  let times: Partial<Record<Field, number>> = {};
  const stamps = createStampOrder(clock);
  let toldOpenInterestAt = -Infinity;
  let heldUntil = -Infinity;
  /** No change of open interest can have been missed since it was heard. */
  let isWhole = false;
  let heardAt = Infinity;
  let nextAskAt = 0;
  const doubted = (): void => void (isWhole = false);

  return {
    broke: doubted,
    doubted,
    accept(datum) {
      if (clock.now() - heardAt > LULL_MS) doubted();
      heardAt = clock.now();
      if (stamps.beginsAnew(datum.time)) beginAnew();
      const fresh = FIELDS.filter((field) => datum[field] !== undefined && datum.time > (times[field] ?? 0));
      for (const field of fresh) {
        values[field] = datum[field];
        times[field] = datum.time;
      }
      // A change that is stamped earlier than what is held (the exchange's clock was set back) is not taken, and what is held may not hold.
      if (datum.openInterest !== undefined) isWhole = datum.openInterest === values.openInterest;
      if (datum.restHolds === true) carryOn(datum.time);
      if (fresh.includes("nextFundingTime") && datum.nextFundingTime !== undefined) onNextFunding(datum.nextFundingTime);
      if (fresh.includes("mark")) emit([markEvent(datum.time)]);
      tellOpenInterest(datum.time);
    },
  };

  /** The exchange's clock was set back: nothing that was heard before is younger than what comes now. */
  function beginAnew(): void {
    times = {};
    toldOpenInterestAt = -Infinity;
    heldUntil = -Infinity;
  }

  /** An open interest that stays as it is is worth telling, too. Where a change may have been missed the exchange is asked. */
  function carryOn(time: Ms): void {
    if (times.openInterest === undefined) return;
    if (isWhole) heldUntil = Math.max(heldUntil, time);
    else if (clock.now() >= nextAskAt) {
      nextAskAt = clock.now() + BETWEEN_ASKS_MS;
      askAnew();
    }
  }

  function markEvent(time: Ms): MarkEvent {
    const { mark = 0, index, fundingRate, nextFundingTime, fundingIntervalMs } = values;
    return {
      kind: "mark",
      instrument,
      time,
      mark,
      ...(index === undefined ? {} : { index }),
      ...(fundingRate === undefined ? {} : { fundingRate }),
      ...(nextFundingTime === undefined ? {} : { nextFundingTime: asMs(nextFundingTime) }),
      ...(fundingIntervalMs === undefined ? {} : { fundingIntervalMs: asMs(fundingIntervalMs) }),
    };
  }

  function tellOpenInterest(now: Ms): void {
    const time = Math.max(times.openInterest ?? -Infinity, heldUntil);
    if (values.openInterest === undefined || time <= toldOpenInterestAt || now - toldOpenInterestAt < OPEN_INTEREST_EVERY_MS) return;
    toldOpenInterestAt = time;
    emit([{ kind: "open-interest", instrument, time: asMs(time), openInterest: values.openInterest }]);
  }
}
