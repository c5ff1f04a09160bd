import { type SameParts, sumOfSameParts } from "#insight/same-parts.ts";
import type { SideBar } from "#web/panes/pane.ts";

type Told = Pick<SideBar, "openInterestUsd" | "openInterestOf">;

interface Throughout extends SameParts {
  /** The exchange of each, in or without. */
  readonly exchanges: ReadonlyMap<string, string>;
}

/** What was asked about last: a line and its note ask one after the other. */
const known = new WeakMap<readonly Told[], Throughout | undefined>();

/** The open interest of those members of a combined market that tell it throughout; undefined of one market. */
function toldThroughout(bars: readonly Told[]): Throughout | undefined {
  if (!known.has(bars)) known.set(bars, ofMembers(bars));
  return known.get(bars);
}

function ofMembers(bars: readonly Told[]): Throughout | undefined {
  const exchanges = new Map<string, string>();
  const valuesOf = new Map<string, (number | null)[]>();
  for (const [bar, { openInterestOf = [] }] of bars.entries())
    for (const { of, exchange, usd } of openInterestOf) {
      exchanges.set(of, exchange);
      let values = valuesOf.get(of);
      if (values === undefined) valuesOf.set(of, (values = bars.map(() => null)));
      values[bar] = usd;
    }
  if (exchanges.size === 0) return undefined;
  return { ...sumOfSameParts([...valuesOf].map(([of, values]) => ({ of, values }))), exchanges };
}

/** USD by bar. The bar that forms has no price of its own yet. Any other without a value is one in which somebody did not tell it: the line breaks there. */
export function openInterestLine(bars: readonly Told[]): readonly (number | null)[] {
  const values = toldThroughout(bars)?.values ?? bars.map(({ openInterestUsd }) => openInterestUsd);
  return values.map((usd, index) => usd ?? (index === bars.length - 1 ? (values[index - 1] ?? null) : null));
}

/** Who is not in it, or where these are more, who is: an exchange by its name where that goes for all its contracts. */
export function openInterestNote(bars: readonly Told[]): string | undefined {
  const throughout = toldThroughout(bars);
  if (!throughout || throughout.of.length === 0 || throughout.without.length === 0) return undefined;
  const { of, without, exchanges } = throughout;
  return without.length <= of.length ? `without ${shortly(without, of, exchanges)}` : `${shortly(of, without, exchanges)} only`;
}

function shortly(named: readonly string[], others: readonly string[], exchanges: Throughout["exchanges"]): string {
  const split = new Set(others.map((of) => exchanges.get(of)));
  return [...new Set(named.map((of) => (split.has(exchanges.get(of)) ? of : (exchanges.get(of) ?? of))))].join(", ");
}
