import { DAY_MS } from "#core/units.ts";

/** Exponential sums, in the conserved unit: what traded lately, and what of it opened or closed a position. The rest is churn: trades among market makers. */
export interface Churn {
  tradedLately: number;
  stoodLately: number;
}

const HALF_LIFE_MS = DAY_MS;

/** Notes a step: its traded volume, and what both sides closed, each close being one trade, and opened again. */
export function noteTurnover(churn: Churn, of: { volume: number; closed: number; durationMs: number }): void {
  const keep = 0.5 ** (of.durationMs / HALF_LIFE_MS);
  churn.tradedLately = churn.tradedLately * keep + of.volume;
  churn.stoodLately = churn.stoodLately * keep + Math.min(of.volume, of.closed);
}

/** Notes a change of open interest that volume explains: V = opened longs + closed shorts + churn, and a rise adds to the opens, a fall to the closes. */
export function noteExplained(churn: Churn, change: number): void {
  churn.stoodLately = Math.min(churn.tradedLately, churn.stoodLately + Math.abs(change));
}

/** Share of traded volume that never stands; undefined while no volume is known. */
export function churnShare({ tradedLately, stoodLately }: Churn): number | undefined {
  return tradedLately > 0 ? 1 - stoodLately / tradedLately : undefined;
}
