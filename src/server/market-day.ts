import { notionalUsd } from "#core/instrument.ts";
import { type Ms, DAY_MS, HOUR_MS, MINUTE_MS, asMs } from "#core/units.ts";
import type { PastHub } from "#pipeline/past/hub-at.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { SampleBar, TimeRange } from "#storage/store.ts";

export const DAY_INTERVAL_MS: Ms = asMs(30 * MINUTE_MS);
const BARS = DAY_MS / DAY_INTERVAL_MS;
/** An open interest that is first known this much later than a day ago says nothing of a day. */
const LATEST_START_MS = 2 * HOUR_MS;

/** The last day of a market in a few figures. */
export interface MarketDay {
  /** Closes of {@link DAY_INTERVAL_MS}, oldest first; null where there was no trade. */
  readonly prices: readonly (number | null)[];
  /** Of its worth in USD, a fraction, over the members that tell it for most of the day; null where these hold less than half of it. */
  readonly openInterestChange: number | null;
}

export async function marketDay(hub: PastHub, market: MarketView, now: number): Promise<MarketDay> {
  const last = Math.floor(now / DAY_INTERVAL_MS);
  const range = { from: asMs((last - BARS + 1) * DAY_INTERVAL_MS), to: asMs((last + 1) * DAY_INTERVAL_MS) };
  const members = market.members ? market.members.flatMap((member) => hub.market(member.market) ?? []) : [market];
  const [candles, samples] = await Promise.all([
    hub.candles(market.id, DAY_INTERVAL_MS, range),
    Promise.all(members.map((member) => hub.samples(member.id, { kind: "open-interest", intervalMs: DAY_INTERVAL_MS }, range))),
  ]);
  const prices = Array.from({ length: BARS }, (): number | null => null);
  for (const { openTime, close } of candles) prices[Math.floor((openTime - range.from) / DAY_INTERVAL_MS)] = close;
  const known = prices.filter((price) => price !== null);
  const ends = [known[0], known.at(-1)] as const;
  return { prices, openInterestChange: changeOf(members, samples, { range, ends }) };
}

interface DayEnds {
  readonly range: TimeRange;
  /** Price at the start and at the end of the day. */
  readonly ends: readonly [first: number | undefined, last: number | undefined];
}

function changeOf(members: readonly MarketView[], samples: readonly (readonly SampleBar[])[], { range, ends: [then, now] }: DayEnds): number | null {
  if (then === undefined || now === undefined) return null;
  let before = 0;
  let after = 0;
  let untoldUsd = 0;
  for (const [at, { contract }] of members.entries()) {
    const first = samples[at][0];
    const last = samples[at].at(-1);
    if (first === undefined || last === undefined) continue;
    const usd = notionalUsd(contract, last.close, now);
    if (first.openTime > range.from + LATEST_START_MS) {
      untoldUsd += usd;
      continue;
    }
    before += notionalUsd(contract, first.open, then);
    after += usd;
  }
  return before > 0 && after >= untoldUsd ? after / before - 1 : null;
}
