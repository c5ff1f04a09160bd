import type { CandleEvent } from "#core/events.ts";
import { notionalUsd } from "#core/instrument.ts";
import { MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import { SAMPLE_STANDS_MS } from "#pipeline/history/open-interest-holes.ts";
import type { PastHub } from "#pipeline/past/hub-at.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import type { SampleBar } from "#storage/store.ts";

/** Whole bars, [from, from + count x intervalMs). */
export interface SeriesBars {
  readonly intervalMs: Ms;
  readonly from: Ms;
  readonly count: number;
}

/** What happened beside the price, one value a bar; null where it is not known. Money in USD. */
export interface MarketSeries {
  readonly price: (number | null)[];
  readonly volumeUsd: (number | null)[];
  /** Of the volume, what takers bought. */
  readonly takerBuyUsd: (number | null)[];
  /** What takers bought less what they sold, of those markets of which it is known. */
  readonly takerDeltaUsd: (number | null)[];
  /** Which those are, e.g. `Binance BTCUSDT`, and which are not in it. */
  readonly takerSides: { readonly of: readonly string[]; readonly without: readonly string[] };
  /** At the end of the bar. */
  readonly openInterestUsd: (number | null)[];
  /** Of a combined market that of each member, in whole dollars: some exchanges keep no history of it. Of one market none. */
  readonly openInterestParts: { readonly of: string; readonly exchange: string; readonly values: (number | null)[] }[];
  /** Of the settlement in the bar, a fraction. */
  readonly fundingRate: (number | null)[];
  /** Long to short accounts, of the reference. */
  readonly ratio: (number | null)[];
  /** Printed liquidations. */
  readonly longUsd: number[];
  readonly shortUsd: number[];
}

/** A sample that is older says nothing of a bar; exchanges keep one every 5 minutes, some every hour. */
const OLDEST_SAMPLE_MS = 65 * MINUTE_MS;
/** One cell as tall as any price, but for that of 1, which is an edge of every cell: a bar has two where price went through it. */
const ALL_ROWS = 1_000_000;

/** The series of a market; of a combined one sums over its members, with price, funding and ratio of the reference. Open interest is summed where every member's is known, taker flow over the members that publish it. */
export async function marketSeries(hub: PastHub, market: MarketView, bars: SeriesBars): Promise<MarketSeries> {
  const members = market.members ? market.members.flatMap((member) => hub.market(member.market) ?? []) : [market];
  const parts = await Promise.all(members.map((member) => seriesOf(hub, member, bars)));
  const [reference] = parts;
  const sum = (of: (part: MarketSeries) => readonly (number | null)[]) => reference.price.map((_, bar) => sumKnown(parts.map((part) => of(part)[bar])));
  return {
    price: reference.price,
    fundingRate: reference.fundingRate,
    ratio: reference.ratio,
    volumeUsd: sum((part) => part.volumeUsd),
    takerBuyUsd: sum((part) => part.takerBuyUsd),
    takerDeltaUsd: reference.price.map((_, bar) => sumOfKnown(parts.map((part) => part.takerDeltaUsd[bar]))),
    takerSides: { of: parts.flatMap((part) => part.takerSides.of), without: parts.flatMap((part) => part.takerSides.without) },
    openInterestUsd: sum((part) => part.openInterestUsd),
    openInterestParts: market.members ? parts.map((part, at) => openInterestOf(members[at], part)) : [],
    longUsd: sum((part) => part.longUsd).map((usd) => usd ?? 0),
    shortUsd: sum((part) => part.shortUsd).map((usd) => usd ?? 0),
  };
}

async function seriesOf(hub: PastHub, market: MarketView, { intervalMs, from, count }: SeriesBars): Promise<MarketSeries> {
  const range = { from, to: asMs(from + count * intervalMs) };
  const stood = Math.ceil(OLDEST_SAMPLE_MS / intervalMs);
  const [candles, openInterest, funding, ratio, forced] = await Promise.all([
    hub.candles(market.id, intervalMs, range),
    hub.samples(market.id, { kind: "open-interest", intervalMs }, { ...range, from: asMs(from - stood * intervalMs) }),
    hub.samples(market.id, { kind: "funding", intervalMs }, range),
    hub.samples(market.id, { kind: "ratio", intervalMs }, range),
    hub.realised(market.id, { columnMs: intervalMs, rowsPerCell: ALL_ROWS }, range),
  ]);
  const barOf = (time: number): number => Math.floor((time - from) / intervalMs);
  const empty = (): (number | null)[] => Array.from({ length: count }, () => null);
  const bars = { price: empty(), volumeUsd: empty(), takerBuyUsd: empty(), longUsd: empty(), shortUsd: empty() };
  for (const candle of candles) putCandle(bars, market, { candle, bar: barOf(candle.openTime) });
  for (const { column, longUsd, shortUsd } of forced) {
    const bar = barOf(column * intervalMs);
    bars.longUsd[bar] = (bars.longUsd[bar] ?? 0) + longUsd;
    bars.shortUsd[bar] = (bars.shortUsd[bar] ?? 0) + shortUsd;
  }
  const closesOf = (samples: readonly SampleBar[]) => {
    const closes = empty();
    for (const { openTime, close } of samples) closes[barOf(openTime)] = close;
    return closes;
  };
  const takerDeltaUsd = bars.takerBuyUsd.map((bought, bar) => deltaOf(bars.volumeUsd[bar], bought));
  const name = nameOf(market);
  const hasSides = takerDeltaUsd.some((delta) => delta !== null);
  return {
    ...bars,
    takerDeltaUsd,
    takerSides: { of: hasSides ? [name] : [], without: hasSides ? [] : [name] },
    longUsd: known(bars.longUsd),
    shortUsd: known(bars.shortUsd),
    openInterestParts: [],
    fundingRate: closesOf(funding),
    ratio: closesOf(ratio),
    openInterestUsd: standing(openInterest, market.openInterestHoles, { intervalMs, from, count }).map((size, bar) => usdOf(market, size, bars.price[bar])),
  };
}

type CandleSeries = Pick<MarketSeries, "price" | "volumeUsd" | "takerBuyUsd">;

function putCandle(series: CandleSeries, market: MarketView, { candle, bar }: { candle: CandleEvent; bar: number }): void {
  series.price[bar] = candle.close;
  series.volumeUsd[bar] = usdOf(market, candle.volume ?? null, candle.close);
  series.takerBuyUsd[bar] = usdOf(market, candle.takerBuyVolume ?? null, candle.close);
}

const usdOf = ({ contract }: MarketView, size: number | null, price: number | null): number | null =>
  size === null || price === null ? null : notionalUsd(contract, size, price);

const nameOf = ({ exchangeLabel, symbol }: MarketView): string => `${exchangeLabel} ${symbol}`;
const openInterestOf = (member: MarketView, { openInterestUsd }: MarketSeries) => ({
  of: nameOf(member),
  exchange: member.exchangeLabel,
  values: openInterestUsd.map(wholeUsd),
});
const wholeUsd = (usd: number | null): number | null => (usd === null ? null : Math.round(usd));

const known = (values: readonly (number | null)[]): number[] => values.map((value) => value ?? 0);

/**
 * Open interest stands between two samples, also from before the first bar on. Where the feed told none it is not known how it stood: into such a hole
 * nothing is carried, and within it only what was fetched afterwards, five minutes long.
 */
function standing(samples: readonly SampleBar[], holes: MarketView["openInterestHoles"], { intervalMs, from, count }: SeriesBars): readonly (number | null)[] {
  let next = 0;
  let last: SampleBar | undefined;
  return Array.from({ length: count }, (_, bar) => {
    const openTime = from + bar * intervalMs;
    for (; next < samples.length && samples[next].openTime <= openTime; next++) last = samples[next];
    if (last === undefined) return null;
    const { openTime: sampledAt, close } = last;
    if (sampledAt === openTime) return close;
    const hole = holes.find((each) => each.from < openTime + intervalMs && each.to > openTime);
    const isFetched = hole !== undefined && sampledAt >= hole.from && openTime - sampledAt < SAMPLE_STANDS_MS;
    return hole === undefined || isFetched ? close : null;
  });
}

const deltaOf = (volume: number | null, bought: number | null): number | null => (volume === null || bought === null ? null : 2 * bought - volume);

/** A flow adds up over those who tell it; null where nobody does. */
const sumOfKnown = (values: readonly (number | null)[]): number | null => {
  const told = values.filter((value) => value !== null);
  return told.length === 0 ? null : told.reduce((sum, value) => sum + value, 0);
};

/** Null where any part is not known: a sum without it would be a fall that never was. */
const sumKnown = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);
