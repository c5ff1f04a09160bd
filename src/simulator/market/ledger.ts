import { type Desks, accountOfDesk, dealingDesks, deskFor, tradeOfDesk } from "./desks.ts";

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
  /** Open interest that ended without a trade, by delivery or delisting. */
  settled: number;
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
  settled: 0,
});

/** Holdings, in lots, of everybody who has no leverage to lose: market makers together, the insurance fund, and arbitrageurs, who hold as much elsewhere. */
export interface Makers {
  long: number;
  short: number;
  fundLong: number;
  fundShort: number;
  arbitrageLong: number;
  arbitrageShort: number;
  /** Who the makers are, where accounts are public. */
  readonly desks: Desks | undefined;
}

export const createMakers = (desks: Desks | undefined): Makers => ({
  long: 0,
  short: 0,
  fundLong: 0,
  fundShort: 0,
  arbitrageLong: 0,
  arbitrageShort: 0,
  desks,
});

export interface MakersOrder {
  readonly lots: number;
  readonly targetLots: number;
  readonly price: number;
}

/** Account number where accounts are private. */
export const NOBODY = 0;

/** Makers buy `lots`: some cover shorts, the others open longs, so that what they hold stays near `targetLots` on both sides together. Returns the account that bought. */
export function makersBuy(makers: Makers, ledger: Ledger, order: MakersOrder): number {
  const { desks } = makers;
  const share = closingShare(makers, order.targetLots);
  const desk = desks === undefined ? NOBODY : deskFor(desks, { sign: 1, closingShare: share });
  const covered =
    desks === undefined ? Math.min(makers.short, Math.round(order.lots * share)) : tradeOfDesk(desks, desk, { signedLots: order.lots, price: order.price });
  makers.short -= covered;
  makers.long += order.lots - covered;
  ledger.closedShort += covered;
  ledger.openedLong += order.lots - covered;
  return desks === undefined ? NOBODY : accountOfDesk(desk);
}

/** The same for the other side. */
export function makersSell(makers: Makers, ledger: Ledger, order: MakersOrder): number {
  const { desks } = makers;
  const share = closingShare(makers, order.targetLots);
  const desk = desks === undefined ? NOBODY : deskFor(desks, { sign: -1, closingShare: share });
  const closed =
    desks === undefined ? Math.min(makers.long, Math.round(order.lots * share)) : tradeOfDesk(desks, desk, { signedLots: -order.lots, price: order.price });
  makers.long -= closed;
  makers.short += order.lots - closed;
  ledger.closedLong += closed;
  ledger.openedShort += order.lots - closed;
  return desks === undefined ? NOBODY : accountOfDesk(desk);
}

/** A round trip. Where accounts are public nobody is flat again unseen: one maker passes on to another what he held. */
export function makersDeal(makers: Makers, ledger: Ledger, { lots, price }: { lots: number; price: number }): { buyer: number; seller: number } | undefined {
  const { desks } = makers;
  if (desks === undefined) {
    ledger.churn += lots;
    return undefined;
  }
  const { buyer, seller } = dealingDesks(desks);
  const covered = tradeOfDesk(desks, buyer, { signedLots: lots, price });
  const closed = tradeOfDesk(desks, seller, { signedLots: -lots, price });
  makers.short += lots - closed - covered;
  makers.long += lots - covered - closed;
  ledger.closedShort += covered;
  ledger.openedLong += lots - covered;
  ledger.closedLong += closed;
  ledger.openedShort += lots - closed;
  return { buyer: accountOfDesk(buyer), seller: accountOfDesk(seller) };
}

function closingShare({ long, short }: Makers, targetLots: number): number {
  const excess = (long + short - targetLots) / targetLots;
  return Math.min(1, Math.max(0, 0.5 + 2 * excess));
}
