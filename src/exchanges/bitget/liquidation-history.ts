import { AppError } from "#core/app-error.ts";
import type { Instrument } from "#core/instrument.ts";
import { BITGET } from "./declaration.ts";
import { type BitgetRest, subjectOf } from "./endpoints.ts";
import type { Liquidation } from "./schemas.ts";

/** A cursor that never ends is a fault of the exchange. In three days of a crash there may be a hundred thousand. */
const MOST_PAGES = 2_000;

/** The forced orders of an instrument in [from, to), oldest first. Pages come newest first and may overlap: what a page repeats of the one before is taken once. */
export async function liquidationsBetween(
  rest: BitgetRest,
  { instrument, from, to }: { readonly instrument: Instrument; readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<readonly Liquidation[]> {
  const newestFirst: Liquidation[] = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page++) {
    const { data } = await rest.liquidations(subjectOf(instrument), cursor, signal);
    const fresh = (data.list ?? []).slice(overlapOf(newestFirst, data.list ?? []));
    newestFirst.push(...fresh);
    if (instrument.contract === "linear") rest.amounts.learn(fresh);
    const isBeyond = fresh.some(({ ts }) => ts < from);
    const next = data.cursor ?? "";
    if (fresh.length === 0 || isBeyond || next === "") return inSpan(newestFirst, instrument, { from, to });
    if (next === cursor) break;
    cursor = next;
  }
  throw new AppError("unavailable", `${BITGET.label} repeats a page of liquidations of ${instrument.symbol}`);
}

const inSpan = (newestFirst: readonly Liquidation[], { symbol }: Instrument, { from, to }: { from: number; to: number }): readonly Liquidation[] =>
  newestFirst.filter((row) => row.symbol === symbol && row.ts >= from && row.ts < to).toSorted((a, b) => a.ts - b.ts);

/** How many rows at the head of a page are those at the end of the ones before. Equal orders within one page are different orders. */
function overlapOf(before: readonly Liquidation[], page: readonly Liquidation[]): number {
  const tail = before.slice(-page.length).map(keyOf);
  const head = page.map(keyOf);
  for (let count = Math.min(tail.length, head.length); count > 0; count--) if (tail.slice(-count).every((key, i) => key === head[i])) return count;
  return 0;
}

const keyOf = ({ symbol, side, price, amount, ts }: Liquidation): string => `${symbol} ${side} ${price} ${amount} ${ts}`;
