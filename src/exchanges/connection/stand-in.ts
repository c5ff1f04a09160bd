import { type Ms, asMs } from "#core/units.ts";
import type { Clock } from "./clock.ts";
import { UnknownQuestion } from "./refusal.ts";

/** Asks, and where the host does not know that question (a proxy passes on less than the exchange has) what stands in for it. */
export async function orStandIn<Value>(ask: () => Promise<Value>, standIn: () => Promise<Value> | Value): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof UnknownQuestion)) throw error;
    return standIn();
  }
}

/** Our clock may be ahead of the exchange's by so much, and no bar that is still open there is taken for a closed one. */
const CLOCKS_DIFFER_MS = 10_000;

/** The exchange's own time; where its host does not tell it, ours, less what the two may differ by. */
export const exchangeTime = (ask: () => Promise<Ms>, clock: Clock): Promise<Ms> => orStandIn(ask, () => asMs(clock.now() - CLOCKS_DIFFER_MS));
