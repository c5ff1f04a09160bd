import type { PublishedBracket } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { PublishedBrackets } from "#exchanges/exchange.ts";
import { bracketPrice } from "#exchanges/reading/brackets.ts";
import { type InstrumentType, MOST_FAMILIES, type OkxRest } from "./endpoints.ts";
import { familyOf, typeOf } from "./listing.ts";
import { type Tier, type TierRow, markPriceSchema, tiersSchema } from "./schemas.ts";

/** The position tiers of those instruments whose table can be read and hangs together, measured in USD. OKX does not say since when they hold: `readAt` stands in. */
export async function fetchBrackets(
  rest: OkxRest,
  { instruments, readAt }: { instruments: readonly Instrument[]; readAt: Ms },
  signal: AbortSignal,
): Promise<readonly PublishedBrackets[]> {
  const types = [...new Set(instruments.map(typeOf))];
  const facts = new Map(await Promise.all(types.map(async (type) => [type, await factsOf(rest, { type, instruments }, signal)] as const)));
  return instruments.flatMap((instrument) => {
    const fact = facts.get(typeOf(instrument));
    // One row that cannot be read leaves the family without a table: one with a hole is worse than none.
    const tiers = tiersSchema.safeParse(fact?.rows.filter(({ instFamily }) => instFamily === familyOf(instrument.symbol))).data ?? [];
    const usdPerContract = usdOfContract(instrument, fact?.prices.get(instrument.symbol));
    const brackets = usdPerContract === undefined ? [] : bracketsOf(tiers, usdPerContract);
    return brackets.length === 0 ? [] : [{ instrument: instrumentId(instrument), changedAt: readAt, brackets }];
  });
}

interface TypeFacts {
  readonly rows: readonly TierRow[];
  readonly prices: ReadonlyMap<string, number>;
}

async function factsOf(
  rest: OkxRest,
  { type, instruments }: { type: InstrumentType; instruments: readonly Instrument[] },
  signal: AbortSignal,
): Promise<TypeFacts> {
  const mine = instruments.filter((instrument) => typeOf(instrument) === type);
  const families = [...new Set(mine.map(({ symbol }) => familyOf(symbol)))];
  const groups = Array.from({ length: Math.ceil(families.length / MOST_FAMILIES) }, (_, i) => families.slice(i * MOST_FAMILIES, (i + 1) * MOST_FAMILIES));
  const [marks, ...tables] = await Promise.all([rest.markPrices(type, signal), ...groups.map((group) => rest.positionTiers(type, group, signal))]);
  const prices = marks.flatMap((row) => markPriceSchema.safeParse(row).data ?? []).map(({ instId, markPx }) => [instId, markPx] as const);
  return { rows: tables.flat(), prices: new Map(prices) };
}

function usdOfContract({ contract, contractSize }: Instrument, price: number | undefined): number | undefined {
  if (contract === "inverse") return contractSize;
  return price === undefined ? undefined : contractSize * bracketPrice(price);
}

/** A tier re-rates the whole position, so no amount is subtracted (margin model `okx`). Empty unless rates rise and leverage falls from tier to tier. */
function bracketsOf(tiers: readonly Tier[], usdPerContract: number): readonly PublishedBracket[] {
  const sorted = tiers.toSorted((a, b) => a.maxSz - b.maxSz);
  const hangsTogether = sorted.every(
    ({ maxSz, mmr, maxLever }, i) => i === 0 || (maxSz > sorted[i - 1].maxSz && mmr >= sorted[i - 1].mmr && maxLever <= sorted[i - 1].maxLever),
  );
  if (!hangsTogether) return [];
  return sorted.map(({ maxSz, mmr, maxLever }, i) => ({
    floor: i === 0 ? 0 : sorted[i - 1].maxSz * usdPerContract,
    cap: maxSz * usdPerContract,
    maxLeverage: maxLever,
    maintenanceRate: mmr,
    maintenanceAmount: 0,
  }));
}
