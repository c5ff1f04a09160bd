import type { LiquidationFeed } from "#core/instrument.ts";
import { LAYERS } from "#core/layer.ts";
import { GRADES, type Reliability, gradeOf } from "#engine/uncertainty/reliability.ts";
import type { DensityRange, HeatRange } from "#insight/heat-range.ts";
import type { Backfill, MarketView, MemberView } from "#pipeline/market-view.ts";
import type { CombinedMarket } from "./combined-markets.ts";

/** What a list of markets shows of several seen as one: the reference's price, the sum of what stands, and who is in it. */
export function combinedView({ id, exchange, exchangeLabel, coin, members }: CombinedMarket): MarketView {
  const [reference] = members;
  const mapped = members.filter(({ ready }) => ready);
  const openInterestUsd = openInterestOf(mapped);
  return {
    ...reference,
    id,
    exchange,
    exchangeLabel,
    symbol: coin,
    coin,
    contract: "linear",
    expiry: null,
    finestLevel: Math.max(...members.map(({ finestLevel }) => finestLevel)),
    heatRange: combinedRange(mapped),
    openInterestUsd: mapped.length > 0 ? openInterestUsd : null,
    explainedShare: weighted(mapped, ({ explainedShare }) => explainedShare),
    reliability: combinedReliability(members),
    firstTime: least(members.map(({ firstTime }) => firstTime)),
    lastTime: most(mapped.map(({ lastTime }) => lastTime)),
    ready: mapped.length > 0,
    provisional: members.some(({ provisional }) => provisional),
    backfill: combinedBackfill(members),
    printedShare: null,
    openInterestHoles: members.flatMap(({ openInterestHoles }) => openInterestHoles).toSorted((a, b) => a.from - b.from),
    holes: members.flatMap(({ holes }) => holes).toSorted((a, b) => a.from - b.from),
    layers: LAYERS.filter((layer) => layer !== "measured" && members.some(({ layers }) => layers.includes(layer))),
    // What is measured covers a part of one exchange's positions: it is shown of that one alone.
    measured: null,
    liquidationFeed: combinedFeed(members),
    firstPrintTime: least(members.map(({ firstPrintTime }) => firstPrintTime)),
    members: members.map((member) => memberView(member, reference)),
  };
}

/**
 * What stands adds up, and so, near enough, do the densities of ordinary and of rare cells. A map without a range of its own, whose history is too
 * short, counts by its open interest as the others do.
 */
function combinedRange(mapped: readonly MarketView[]): HeatRange | null {
  const ranged = mapped.filter(({ heatRange }) => heatRange !== null);
  const ranges = ranged.flatMap(({ heatRange }) => heatRange ?? []);
  if (ranges.length === 0) return null;
  const grown = openInterestOf(mapped) / Math.max(1, openInterestOf(ranged));
  const all = (sides: readonly (DensityRange | undefined)[]) => (sides.every((range) => range !== undefined) ? summed(sides, grown) : undefined);
  return { ...summed(ranges, grown), long: all(ranges.map(({ long }) => long)), short: all(ranges.map(({ short }) => short)) };
}

const openInterestOf = (members: readonly MarketView[]): number => members.reduce((sum, { openInterestUsd }) => sum + (openInterestUsd ?? 0), 0);

const summed = (ranges: readonly DensityRange[], factor: number): DensityRange => ({
  low: factor * ranges.reduce((sum, { low }) => sum + low, 0),
  high: factor * ranges.reduce((sum, { high }) => sum + high, 0),
});

function memberView({ id, exchangeLabel, symbol, mark, openInterestUsd, ready, lastTime }: MarketView, reference: MarketView): MemberView {
  return {
    market: id,
    exchangeLabel,
    symbol,
    basis: mark === null || reference.mark === null ? null : mark / reference.mark - 1,
    openInterestUsd,
    ready,
    lastTime,
  };
}

/** As good as its parts by their open interest; what has no map yet counts as nothing known. */
function combinedReliability(members: readonly MarketView[]): Reliability | null {
  const graded = members.filter(({ reliability }) => reliability !== null);
  if (graded.length === 0) return null;
  const absent = members.length - graded.length;
  const share = graded.length / members.length;
  const score = share * (weighted(graded, ({ reliability }) => reliability?.score ?? null) ?? 0);
  const worst = graded.toSorted((a, b) => (a.reliability?.score ?? 0) - (b.reliability?.score ?? 0));
  return {
    grade: gradeOf(score),
    score,
    reasons: [
      ...(absent > 0 ? [`${absent} of ${members.length} markets have no map yet`] : []),
      ...worst.flatMap(({ exchangeLabel, symbol, reliability }) =>
        reliability && reliability.grade !== GRADES[0] && reliability.reasons.length > 0 ? [`${exchangeLabel} ${symbol}: ${reliability.reasons[0]}`] : [],
      ),
    ],
  };
}

function combinedBackfill(members: readonly MarketView[]): Backfill {
  const progress = members.reduce((sum, { backfill }) => sum + backfill.progress, 0) / members.length;
  const failed = members.filter(({ backfill }) => backfill.state === "failed");
  const problems = failed.map(({ exchangeLabel, symbol, backfill }) => `${exchangeLabel} ${symbol}: ${backfill.problem ?? "history could not be filled"}`);
  const state = (["running", "waiting"] as const).find((name) => members.some(({ backfill }) => backfill.state === name));
  const ended = failed.length === members.length ? "failed" : "done";
  return { state: state ?? ended, progress, ...(problems.length > 0 && { problem: problems.join("; ") }) };
}

/** What sampled and complete feeds show together is of no known completeness. */
function combinedFeed(members: readonly MarketView[]): LiquidationFeed | null {
  const feeds = members.flatMap(({ liquidationFeed }) => liquidationFeed ?? []);
  if (feeds.length === 0) return null;
  const samplings = new Set(feeds.map(({ sampling }) => sampling));
  return { exchanges: [...new Set(feeds.flatMap(({ exchanges }) => exchanges))], sampling: samplings.size === 1 ? feeds[0].sampling : "unknown" };
}

/** The mean by open interest, of those that have a value. */
function weighted(members: readonly MarketView[], of: (member: MarketView) => number | null): number | null {
  let sum = 0;
  let weight = 0;
  for (const member of members) {
    const value = of(member);
    if (value === null) continue;
    const usd = Math.max(1, member.openInterestUsd ?? 0);
    sum += value * usd;
    weight += usd;
  }
  return weight > 0 ? sum / weight : null;
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
const least = (values: readonly (number | null)[]): number | null => (known(values).length > 0 ? Math.min(...known(values)) : null);
const most = (values: readonly (number | null)[]): number | null => (known(values).length > 0 ? Math.max(...known(values)) : null);
