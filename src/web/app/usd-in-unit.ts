import { formatCoin, formatShare, formatUsd } from "#web/ui/format.ts";

/** What the read-out counts in. */
export const READ_UNITS = ["usd", "coin", "oi"] as const;
export type ReadUnit = (typeof READ_UNITS)[number];

export interface UnitTerms {
  readonly coin: string;
  /** What a coin costs where the dollars stand. */
  readonly price: number;
  /** The market's now; null: the exchange does not tell it. */
  readonly openInterestUsd: number | null;
}

/** Dollars in the chosen unit: `$12.3M`, `150 BTC`, `1.2 % of OI`; dollars where the unit cannot be had. */
export function formatInUnit(usd: number, unit: ReadUnit, { coin, price, openInterestUsd }: UnitTerms): string {
  if (unit === "coin" && price > 0) return formatCoin(usd / price, coin);
  if (unit === "oi" && openInterestUsd !== null && openInterestUsd > 0) return `${formatShare(usd / openInterestUsd)} of OI`;
  return formatUsd(usd);
}
