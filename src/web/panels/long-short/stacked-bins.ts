import { TIERS } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { MemberBook } from "#web/panels/panel.ts";
import { type BinsAsked, type DistanceBin, distanceBins } from "./distance-bins.ts";

export type StackBy = "tier" | "exchange";

/** A bin with what it is made of. */
export interface StackedBin extends Pick<DistanceBin, "side" | "from" | "to" | "usd"> {
  /** USD, in the order of {@link Stacks.parts}. */
  readonly byPart: readonly number[];
}

export interface Stacks {
  /** What bars are made of, lowest first, with its share of full brightness. */
  readonly parts: readonly { readonly name: string; readonly shade: number }[];
  readonly bins: readonly StackedBin[];
}

/** Faintest and brightest part. */
const LEAST_SHADE = 0.35;

const shadeOf = (at: number, of: number): number => (of < 2 ? 1 : LEAST_SHADE + ((1 - LEAST_SHADE) * at) / (of - 1));

/** Bars made of groups of leverage: a tier keeps its shade when others are hidden. */
export function stackedByTier(book: LevelsGrid, asked: BinsAsked): Stacks {
  return {
    parts: asked.tiers.map((tier) => ({ name: `${tier}x`, shade: shadeOf(TIERS.indexOf(tier), TIERS.length) })),
    bins: distanceBins(book, asked).map(({ side, from, to, usd, byTier }) => ({ side, from, to, usd, byPart: byTier })),
  };
}

/** Bars made of exchanges, each by the distance from its own mark. */
export function stackedByExchange(members: readonly MemberBook[], asked: BinsAsked): Stacks {
  const each = members.map(({ grid }) => distanceBins(grid, asked));
  return {
    parts: members.map(({ label }, at) => ({ name: label, shade: shadeOf(at, members.length) })),
    bins: (each[0] ?? []).map(({ side, from, to }, at) => {
      const byPart = each.map((bins) => bins[at].usd);
      return { side, from, to, byPart, usd: byPart.reduce((sum, usd) => sum + usd, 0) };
    }),
  };
}
