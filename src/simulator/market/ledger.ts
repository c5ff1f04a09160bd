/**
 * Running totals of who did what, in lots. Every trade has a buyer and a seller; each of them opens, closes, or is half of a
 * round trip that is flat again within the tick (churn). So at any time
 * volume = openedLong + closedShort + churn = openedShort + closedLong + churn.
 */
export interface Ledger {
  openedLong: number;
  closedLong: number;
  openedShort: number;
  closedShort: number;
  churn: number;
  volume: number;
  takerBuyVolume: number;
  /** Positions that the insurance fund took over: no trade, no change of open interest. */
  takenOver: number;
}

export const createLedger = (): Ledger => ({
  openedLong: 0,
  closedLong: 0,
  openedShort: 0,
  closedShort: 0,
  churn: 0,
  volume: 0,
  takerBuyVolume: 0,
  takenOver: 0,
});

/** Holdings, in lots, of everybody who has no leverage to lose: market makers together, and the insurance fund. */
export interface Makers {
  long: number;
  short: number;
  fundLong: number;
  fundShort: number;
}

/** Makers buy `lots`: some cover shorts, the others open longs, so that what they hold stays near `targetLots` on both sides together. */
export function makersBuy(makers: Makers, ledger: Ledger, order: { lots: number; targetLots: number }): void {
  const covered = Math.min(makers.short, Math.round(order.lots * closingShare(makers, order.targetLots)));
  makers.short -= covered;
  makers.long += order.lots - covered;
  ledger.closedShort += covered;
  ledger.openedLong += order.lots - covered;
}

export function makersSell(makers: Makers, ledger: Ledger, order: { lots: number; targetLots: number }): void {
  const closed = Math.min(makers.long, Math.round(order.lots * closingShare(makers, order.targetLots)));
  makers.long -= closed;
  makers.short += order.lots - closed;
  ledger.closedLong += closed;
  ledger.openedShort += order.lots - closed;
}

function closingShare({ long, short }: Makers, targetLots: number): number {
  const excess = (long + short - targetLots) / targetLots;
  return Math.min(1, Math.max(0, 0.5 + 2 * excess));
}
