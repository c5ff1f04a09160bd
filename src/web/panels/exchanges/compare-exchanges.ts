import type { PositionSide } from "#core/position-side.ts";
import type { MemberBook } from "#web/panels/panel.ts";
import { type CellBin, type CellBinsAsked, cellBins } from "./cell-bins.ts";

/** One exchange's book by distance from its own mark. */
export interface ExchangeProfile {
  readonly market: string;
  readonly label: string;
  /** Nearest first, longs then shorts; the same bins for every exchange. */
  readonly bins: readonly CellBin[];
  readonly totals: Readonly<Record<PositionSide, number>>;
}

/** How far exchanges agree on one bin. */
export interface Agreement {
  readonly side: PositionSide;
  readonly from: number;
  readonly to: number;
  /** Of all exchanges together. */
  readonly usd: number;
  /** Exchanges that hold at least their own mean density of this side there, */
  readonly holders: readonly string[];
  /** and their share of all. */
  readonly consensus: number;
  /** The exchange that holds most of the dollars there, far beyond what is usual for it and what it holds elsewhere; undefined: nobody stands alone. */
  readonly alone: { readonly label: string; readonly share: number } | undefined;
}

export interface Comparison {
  readonly profiles: readonly ExchangeProfile[];
  /** All exchanges summed. */
  readonly all: ExchangeProfile;
  /** In the order of the bins. */
  readonly agreement: readonly Agreement[];
}

/** An exchange that is most of the market is most of nearly every bin: it stands alone only where it holds this much more than its share of the side. */
export const BEYOND_USUAL = 0.15;
const MOST = 0.5;
/** What stands alone stands out: so many times the exchange's own mean density. */
const STANDS_OUT = 1.5;

/** Every exchange's book beside the others', bin by bin. Each is at the distance from its own mark, so that a basis moves nothing. */
export function compareExchanges(books: readonly MemberBook[], asked: CellBinsAsked): Comparison {
  const profiles = books.map(({ market, label, grid }) => profileOf({ market, label }, cellBins(grid, asked)));
  const all = profileOf({ market: "", label: "All together" }, sumOfBins(profiles));
  const means = profiles.map(({ totals }) => ({ long: totals.long / asked.bins, short: totals.short / asked.bins }));
  return { profiles, all, agreement: all.bins.map((bin, at) => agreementOn(bin, { at, profiles, means, total: all.totals[bin.side] })) };
}

function profileOf(of: Pick<ExchangeProfile, "market" | "label">, bins: readonly CellBin[]): ExchangeProfile {
  const totals = { long: 0, short: 0 };
  for (const { side, usd } of bins) totals[side] += usd;
  return { ...of, bins, totals };
}

function sumOfBins(profiles: readonly ExchangeProfile[]): readonly CellBin[] {
  return (profiles[0]?.bins ?? []).map(({ side, from, to }, at) => ({ side, from, to, usd: profiles.reduce((sum, { bins }) => sum + bins[at].usd, 0) }));
}

interface BinContext {
  readonly at: number;
  readonly profiles: readonly ExchangeProfile[];
  /** Mean USD of a bin, per exchange. */
  readonly means: readonly Readonly<Record<PositionSide, number>>[];
  /** Of the bin's side over all exchanges. */
  readonly total: number;
}

function agreementOn({ side, from, to, usd }: CellBin, { at, profiles, means, total }: BinContext): Agreement {
  const holders = profiles.filter(({ bins }, place) => bins[at].usd > 0 && bins[at].usd >= means[place][side]).map(({ label }) => label);
  const first = profiles.reduce((most, profile, place) => (profile.bins[at].usd > profiles[most].bins[at].usd ? place : most), 0);
  const leader = profiles[first];
  const share = usd > 0 ? leader.bins[at].usd / usd : 0;
  const usual = total > 0 ? leader.totals[side] / total : 0;
  const isAlone = share > MOST && share > usual + BEYOND_USUAL && leader.bins[at].usd > STANDS_OUT * means[first][side];
  const alone = isAlone ? { label: leader.label, share } : undefined;
  return { side, from, to, usd, holders, consensus: holders.length / profiles.length, alone };
}
