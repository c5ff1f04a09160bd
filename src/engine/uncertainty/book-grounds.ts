import { DAY_MS } from "#core/units.ts";
import { type Evidence, orderUsd } from "#engine/learning/evidence.ts";
import type { BookGrounds } from "./reliability.ts";

/** What a book rests on by now: how long it has lived, and how many orders of typical size it has learned from. */
export function bookGrounds(
  { livedMs, coveredShare }: { readonly livedMs: number; readonly coveredShare: number },
  evidence: Evidence,
  told: Pick<BookGrounds, "explainedShare" | "bracketsKnown">,
): BookGrounds {
  const typicalUsd = orderUsd(evidence);
  const learnedUsd = evidence.attributed.reduce((sum, usd) => sum + usd, 0);
  return { ...told, coveredShare, bookDays: livedMs / DAY_MS, learnedOrders: typicalUsd > 0 ? learnedUsd / typicalUsd : 0 };
}
