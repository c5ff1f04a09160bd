import { type Instrument, instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import type { PublishedBrackets } from "#exchanges/exchange.ts";
import { readTables } from "#exchanges/reading/bracket-tables.ts";
import { bracketsOfCaps, hangsTogether } from "#exchanges/reading/brackets.ts";
import { type BitgetRest, subjectOf } from "./endpoints.ts";

/**
 * The position tiers of those instruments whose table hangs together. Caps are in quote coin since 2025-07-24, also of coin-margined contracts. The
 * offsets are not published: they are those that keep maintenance continuous, see docs/margin-models.md. Nor does Bitget say since when tiers
 * hold: the time of the answer stands in.
 */
export async function fetchBrackets(rest: BitgetRest, instruments: readonly Instrument[], signal: AbortSignal): Promise<readonly PublishedBrackets[]> {
  return readTables(instruments, async (instrument) => {
    const { data, requestTime } = await rest.positionTiers(subjectOf(instrument), signal);
    const brackets = bracketsOfCaps(data.map(({ maxTierValue, leverage, mmr }) => ({ cap: maxTierValue, maxLeverage: leverage, maintenanceRate: mmr })));
    if (brackets.length === 0 || !hangsTogether(brackets)) return undefined;
    return { instrument: instrumentId(instrument), changedAt: asMs(requestTime), brackets };
  });
}
