import type { AmountUnit, Fiat } from "#web/ui/amount.ts";

/** What amounts can be read in. */
export const READ_UNITS = ["usd", "coin", "oi", "minutes", "fiat"] as const;
export type ReadUnit = (typeof READ_UNITS)[number];

export interface UnitTerms {
  readonly coin: string;
  /** What a coin costs now. */
  readonly mark: number | null | undefined;
  /** The market's now; null: the exchange does not tell it. */
  readonly openInterestUsd: number | null;
  /** What the market trades in a minute. */
  readonly usdPerMinute: number | undefined;
  readonly fiat: Fiat | undefined;
}

/** The chosen unit with what it takes to count in it; dollars where that is not known. */
export function amountUnitOf(unit: ReadUnit, { coin, mark, openInterestUsd, usdPerMinute, fiat }: UnitTerms): AmountUnit {
  if (unit === "coin" && mark) return { kind: "coin", coin, price: mark };
  if (unit === "oi" && openInterestUsd) return { kind: "oi", openInterestUsd };
  if (unit === "minutes" && usdPerMinute) return { kind: "minutes", usdPerMinute };
  if (unit === "fiat" && fiat) return { kind: "fiat", ...fiat };
  return { kind: "usd" };
}

/** Three letters and what a dollar is worth in it; undefined where that makes no sense. */
export function fiatOf(code: string, rate: number): Fiat | undefined {
  const letters = code.trim().toUpperCase();
  return /^[A-Z]{3}$/.test(letters) && Number.isFinite(rate) && rate > 0 ? { code: letters, perUsd: rate } : undefined;
}

/** As links have it, `EUR:0.92`. */
export const formatFiat = ({ code, perUsd }: Fiat): string => `${code}:${perUsd}`;

export function parseFiat(text: string | null): Fiat | undefined {
  const [code, rate, ...more] = (text ?? "").split(":");
  return more.length === 0 ? fiatOf(code, Number(rate)) : undefined;
}
