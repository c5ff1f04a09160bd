import { rowOf } from "#core/price-rows.ts";
import type { MeasuredLevelsReply } from "#wire/messages.ts";
import { formatCount, formatShare } from "#web/ui/format.ts";

export interface MeasuredPlace {
  readonly price: number;
  readonly mark: number;
}

/** Who is liquidated in one cell: how many accounts, and what the largest holds of it. */
export interface MeasuredHolders {
  readonly accounts: number;
  /** Near 1 a whale, near 0 a swarm. */
  readonly largestShare: number;
}

/** Of the side that is liquidated there; undefined where nobody of it was seen. */
export function holdersAt(
  { levels, rowsPerCell }: Pick<MeasuredLevelsReply, "levels" | "rowsPerCell">,
  { price, mark }: MeasuredPlace,
): MeasuredHolders | undefined {
  const cellOf = (at: number): number => Math.floor(rowOf(at) / rowsPerCell);
  const level = levels.find((each) => cellOf(each.price) === cellOf(price));
  if (level === undefined) return undefined;
  const [accounts, largestShare] = price <= mark ? [level.longAccounts, level.longLargestShare] : [level.shortAccounts, level.shortLargestShare];
  return accounts > 0 ? { accounts, largestShare } : undefined;
}

/** `1`, or `12, largest 83 %`. */
export const holderWords = ({ accounts, largestShare }: MeasuredHolders): string =>
  accounts === 1 ? "1" : `${formatCount(accounts)}, largest ${formatShare(largestShare)}`;
