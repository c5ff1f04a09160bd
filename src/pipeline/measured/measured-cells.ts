import { type Instrument, notionalUsd } from "#core/instrument.ts";
import { priceAt, rowCentre, rowOf } from "#core/price-rows.ts";
import { TIERS, tierIndex } from "#core/tier.ts";
import type { MeasuredBook } from "./measured-book.ts";

/** Accounts that are liquidated in one price cell. USD at the rows' prices. */
export interface MeasuredCell {
  /** Centre of the cell. */
  readonly price: number;
  readonly longUsd: number;
  readonly shortUsd: number;
  readonly longAccounts: number;
  readonly shortAccounts: number;
  /** Of the side's USD in the cell, what its largest account holds: near 1 a whale, near 0 a swarm. */
  readonly longLargestShare: number;
  readonly shortLargestShare: number;
  /** Both sides. */
  readonly byTier: Readonly<Record<string, number>>;
}

interface Tally {
  usd: number;
  accounts: number;
  largestUsd: number;
}

/** The cells of `rowsPerCell` rows within +-reach of the mark that hold anyone, lowest first. */
export function measuredCells(
  { contract }: Pick<Instrument, "contract">,
  { positions, snapshot }: MeasuredBook,
  { rowsPerCell, reach }: { readonly rowsPerCell: number; readonly reach: number },
): readonly MeasuredCell[] {
  const cells = new Map<number, { readonly long: Tally; readonly short: Tally; readonly byTier: number[] }>();
  for (const { side, size, liquidationPrice, leverage } of positions) {
    if (liquidationPrice === undefined) continue;
    const row = rowOf(liquidationPrice);
    const index = Math.floor(row / rowsPerCell);
    const cell = cells.get(index) ?? {
      long: { usd: 0, accounts: 0, largestUsd: 0 },
      short: { usd: 0, accounts: 0, largestUsd: 0 },
      byTier: TIERS.map(() => 0),
    };
    cells.set(index, cell);
    const usd = notionalUsd(contract, size, rowCentre(row));
    cell.byTier[tierIndex(leverage)] += usd;
    cell[side].usd += usd;
    cell[side].accounts++;
    cell[side].largestUsd = Math.max(cell[side].largestUsd, usd);
  }
  return [...cells]
    .map(([index, { long, short, byTier }]) => ({
      price: priceAt((index + 0.5) * rowsPerCell),
      longUsd: long.usd,
      shortUsd: short.usd,
      longAccounts: long.accounts,
      shortAccounts: short.accounts,
      longLargestShare: shareOf(long),
      shortLargestShare: shareOf(short),
      byTier: Object.fromEntries(TIERS.map((tier, i) => [tier, byTier[i]])),
    }))
    .filter(({ price }) => Math.abs(price / snapshot.mark - 1) <= reach)
    .sort((a, b) => a.price - b.price);
}

const shareOf = ({ usd, largestUsd }: Tally): number => (usd > 0 ? largestUsd / usd : 0);
