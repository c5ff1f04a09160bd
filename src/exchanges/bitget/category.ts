import type { Instrument } from "#core/instrument.ts";

/** Bitget's kinds of product, by what they are margined in. */
export const CATEGORIES = ["USDT-FUTURES", "USDC-FUTURES", "COIN-FUTURES"] as const;
export type Category = (typeof CATEGORIES)[number];

export function categoryOf({ contract, listing }: Pick<Instrument, "contract" | "listing">): Category {
  if (contract === "inverse") return "COIN-FUTURES";
  return listing?.settle === "USDC" ? "USDC-FUTURES" : "USDT-FUTURES";
}
