import type { MarketMessage } from "#wire/messages.ts";

const HOUR_MS = 3_600_000;
/** What exchanges quote by, whatever they settle at. */
const QUOTED_HOURS = 8;

export interface MemberFunding {
  readonly label: string;
  /** Expected at the next settlement, as a fraction per 8 hours: positive, longs pay. */
  readonly rate: number;
}

/** What the exchanges' funding is expected to be, per 8 hours whatever the interval they settle at, dearest for longs first. Dated futures and rates without an interval are left out. */
export function fundingOf(
  members: readonly { readonly market: string; readonly label: string }[],
  markets: readonly Pick<MarketMessage, "id" | "funding">[],
): readonly MemberFunding[] {
  return members
    .flatMap(({ market, label }) => {
      const funding = markets.find(({ id }) => id === market)?.funding;
      return funding?.intervalMs ? [{ label, rate: (funding.rate * QUOTED_HOURS * HOUR_MS) / funding.intervalMs }] : [];
    })
    .toSorted((a, b) => b.rate - a.rate);
}
