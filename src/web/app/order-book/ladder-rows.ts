import type { LadderRow } from "#web/ui/ladder-bars.tsx";
import type { WeightsMessage } from "#wire/weights.ts";

/** The rungs of both sides as rows, highest leverage first, the never rung last. */
export function ladderRows({ long, short }: WeightsMessage): readonly LadderRow[] {
  const rungs = long.rungs.map((rung, index): LadderRow => ({
    name: `${rung.leverage}x${rung.margin === "isolated" ? " set" : ""}`,
    tier: rung.tier,
    weights: { long: rung, short: short.rungs[index] },
  }));
  const never = (weight: typeof long.never) => ({ ...weight, evidenceOrders: undefined });
  return [...rungs.toReversed(), { name: "never", tier: undefined, weights: { long: never(long.never), short: never(short.never) } }];
}
