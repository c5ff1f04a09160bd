import { type Instrument, instrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { PublishedBrackets } from "#exchanges/exchange.ts";
import { bracketsOfCaps, hangsTogether } from "#exchanges/reading/brackets.ts";
import type { HyperliquidInfo } from "./info.ts";
import { type Listing, type MarginTier, listingSchema, marginTableSchema } from "./schemas.ts";

/** The last tier is open; a number beyond every position stands for its end. */
const OPEN_END = 1e15;
/** Tables with smaller ids are not published: they have one tier, of the leverage that is their id. */
const FIRST_TABLE = 50;

/**
 * The brackets of those instruments whose table can be read and hangs together, in the order of the instruments.
 * Hyperliquid does not say when it changed them: `now` stands in, so that they beat any that are on file.
 */
export async function fetchBrackets(
  info: HyperliquidInfo,
  instruments: readonly Instrument[],
  { now, signal }: { readonly now: () => Ms; readonly signal: AbortSignal },
): Promise<readonly PublishedBrackets[]> {
  const { universe, marginTables } = await info.meta(signal);
  const tables = new Map(marginTables.flatMap((value) => [marginTableSchema.safeParse(value).data].filter((table) => table !== undefined)));
  const listings = new Map(universe.flatMap((value) => listingSchema.safeParse(value).data ?? []).map((listing) => [listing.name, listing]));
  const changedAt = now();
  return instruments.flatMap((instrument) => {
    const listing = listings.get(instrument.symbol);
    const tiers = listing && tiersOf(listing, tables);
    const brackets = tiers ? bracketsOfTiers(tiers) : [];
    return brackets.length > 0 && hangsTogether(brackets) ? [{ instrument: instrumentId(instrument), changedAt, brackets }] : [];
  });
}

interface MarginTable {
  readonly marginTiers: readonly MarginTier[];
}

function tiersOf({ marginTableId, maxLeverage }: Listing, tables: ReadonlyMap<number, MarginTable>): readonly MarginTier[] | undefined {
  if (marginTableId === undefined || marginTableId < FIRST_TABLE) return [{ lowerBound: 0, maxLeverage }];
  return tables.get(marginTableId)?.marginTiers;
}

/** Maintenance is half of the initial margin at the tier's highest leverage, with a deduction that keeps it continuous. Source: trading/margin-tiers. */
function bracketsOfTiers(tiers: readonly MarginTier[]) {
  const ascending = tiers.toSorted((a, b) => a.lowerBound - b.lowerBound);
  return bracketsOfCaps(
    ascending.map(({ maxLeverage }, i) => ({ cap: ascending[i + 1]?.lowerBound ?? OPEN_END, maxLeverage, maintenanceRate: 1 / (2 * maxLeverage) })),
  );
}
