import type { MarketMessage } from "#wire/messages.ts";

/**
 * A market under an earlier instant: what it is called and how it is built as now, its figures as the server told them of then. Without an answer of
 * the server it has no figures at all, rather than later ones.
 */
export function marketThen(live: MarketMessage, then: MarketMessage | undefined, atMs: number): MarketMessage {
  const { firstTime, stepMs, members } = live;
  const newest = Math.floor(atMs / stepMs) * stepMs;
  const lastTime = live.lastTime === null ? null : Math.min(live.lastTime, newest);
  const ready = live.ready && firstTime !== null && firstTime < newest;
  return {
    ...live,
    // Only lent until the server has told that of then: a map whose colours jump twice says less.
    heatRange: then?.heatRange ?? live.heatRange,
    mark: then?.mark ?? null,
    change24h: then?.change24h ?? null,
    openInterestUsd: then?.openInterestUsd ?? null,
    funding: then?.funding ?? null,
    explainedShare: null,
    reliability: null,
    thinBelowUsd: null,
    markSource: null,
    printedShare: null,
    measured: null,
    priceIsMark: then?.priceIsMark ?? true,
    ready,
    lastTime: ready ? lastTime : null,
    holes: clipped(live.holes, atMs),
    openInterestHoles: clipped(live.openInterestHoles, atMs),
    firstPrintTime: live.firstPrintTime !== null && live.firstPrintTime <= atMs ? live.firstPrintTime : null,
    members: then?.members ?? members?.map(memberThen) ?? null,
  };
}

const clipped = <Of extends MarketMessage["holes"][number]>(ranges: readonly Of[], atMs: number): readonly Of[] =>
  ranges.flatMap((range) => (range.from < atMs ? { ...range, to: Math.min(range.to, atMs), missingMs: Math.min(range.missingMs, atMs - range.from) } : []));

type Member = NonNullable<MarketMessage["members"]>[number];

const memberThen = ({ market, exchangeLabel, symbol, ready }: Member): Member => ({
  market,
  exchangeLabel,
  symbol,
  ready,
  basis: null,
  openInterestUsd: null,
  lastTime: null,
});

/** The same, one object a market as long as nothing of it changes: what is drawn from it is not drawn anew each time somebody asks. */
export function createMarketsThen(): (live: MarketMessage, told: readonly MarketMessage[] | undefined, atMs: number) => MarketMessage {
  const made = new Map<string, { readonly from: readonly unknown[]; readonly market: MarketMessage }>();
  return (live, told, atMs) => {
    const then = told?.find(({ id }) => id === live.id);
    const from = [live, then, atMs];
    const last = made.get(live.id);
    if (last && from.every((part, index) => part === last.from[index])) return last.market;
    const market = marketThen(live, then, atMs);
    made.set(live.id, { from, market });
    return market;
  };
}
