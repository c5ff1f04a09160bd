import type { MarketMessage } from "#wire/messages.ts";
import type { Hole } from "#web/chart/column-notes.ts";
import { formatStretch } from "#web/ui/format.ts";

/** What a market's record lacks, as the map notes it. */
export const holesOf = ({ holes, openInterestHoles }: Pick<MarketMessage, "holes" | "openInterestHoles">): readonly Hole[] => [
  ...holes.map(noted("everything")),
  ...openInterestHoles.map(noted("open-interest")),
];

const noted =
  (of: Hole["of"]) =>
  ({ from, to }: { readonly from: number; readonly to: number }): Hole => ({ fromMs: from, toMs: to, words: `no data ${formatStretch(from, to)}`, of });
