import { LONG } from "#core/position-side.ts";
import { type ForcedOrder, TAKER_BUY } from "#simulator/market/tape.ts";
import { type Trade, firstTradeAt, tradeOf } from "#simulator/market/trade-ring.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { figure, priceOf, sizeOf, tradeId, transactionHash, usd } from "./wire-figures.ts";

/** Forced orders of accounts, so that their fills can be told from others. */
export interface ForcedArchive {
  add(listing: Listing, orders: readonly ForcedOrder[]): void;
  of(listing: Listing): readonly ForcedOrder[];
}

const MOST_KEPT = 20_000;

export function createForcedArchive(): ForcedArchive {
  const archive = new Map<string, ForcedOrder[]>();
  const of = ({ symbol, forcedBefore }: Listing): ForcedOrder[] => {
    const kept = archive.get(symbol) ?? [...forcedBefore];
    archive.set(symbol, kept);
    return kept;
  };
  return {
    of,
    add(listing, orders) {
      const kept = of(listing);
      kept.push(...orders);
      kept.splice(0, kept.length - MOST_KEPT);
    },
  };
}

const MOST_FILLS = 2_000;
/** A forced order trades within a tick of the market. */
const FORCED_WITHIN_MS = 2_500;
const TAKER_FEE = 0.000_45;
const MAKER_FEE = 0.000_15;

/**
 * `userFillsByTime`: what an account traded in the span, oldest first, at most 2,000. Those of a liquidation say so.
 * What an ordinary closing earned is not worked out: `closedPnl` is 0.0.
 */
export function userFills(listing: Listing, user: string, { span, forced }: { span: { startTime: number; endTime: number }; forced: ForcedArchive }) {
  const { trades, accounts } = listing.recorder;
  if (accounts === undefined) return [];
  const fills: { trade: Trade; buys: boolean }[] = [];
  for (let id = firstTradeAt(trades, span.startTime); id < trades.nextId; id++) {
    const trade = tradeOf(trades, id);
    if (trade.accounts === undefined) continue;
    if (accounts.addressOf(trade.accounts.buyer) === user) fills.push({ trade, buys: true });
    if (accounts.addressOf(trade.accounts.seller) === user) fills.push({ trade, buys: false });
  }
  const own = forced.of(listing).filter(({ account }) => account !== undefined && accounts.addressOf(account) === user);
  const now = accounts.positionOf(user);
  let lots = now === undefined ? 0 : ((now.side === "long" ? 1 : -1) * now.size) / listing.instrument.lotSize;
  const told: ReturnType<typeof fillText>[] = [];
  for (const { trade, buys } of fills.reverse()) {
    lots -= buys ? trade.lots : -trade.lots;
    if (trade.time <= span.endTime) told.push(fillText(listing, { trade, buys, lotsBefore: lots, order: orderOf(own, trade, buys), user }));
  }
  return told.reverse().slice(0, MOST_FILLS);
}

const orderOf = (orders: readonly ForcedOrder[], { time }: Trade, buys: boolean): ForcedOrder | undefined =>
  orders.find((order) => (order.side === LONG) !== buys && Math.abs(time - order.time) <= FORCED_WITHIN_MS);

interface Fill {
  readonly trade: Trade;
  readonly buys: boolean;
  readonly lotsBefore: number;
  readonly order: ForcedOrder | undefined;
  readonly user: string;
}

function fillText(listing: Listing, { trade, buys, lotsBefore, order, user }: Fill) {
  const { id, price, lots, taker, time } = trade;
  const crossed = (taker === TAKER_BUY) === buys;
  const notional = price * lots * listing.instrument.lotSize;
  const earned = order === undefined ? 0 : (buys ? order.entry - price : price - order.entry) * lots * listing.instrument.lotSize;
  const before = order === undefined ? lotsBefore : (buys ? -1 : 1) * order.lots;
  return {
    coin: listing.symbol,
    px: priceOf(listing, price),
    sz: sizeOf(listing, lots),
    side: buys ? "B" : "A",
    time: Math.floor(time),
    startPosition: sizeOf(listing, before),
    dir: directionOf(buys, before, order !== undefined),
    closedPnl: usd(earned),
    hash: transactionHash(id),
    oid: 2 * id + (buys ? 0 : 1),
    crossed,
    fee: figure(notional * (crossed ? TAKER_FEE : MAKER_FEE), 6),
    tid: tradeId(id),
    feeToken: "USDC",
    twapId: null,
    ...(order === undefined ? {} : { liquidation: { liquidatedUser: user, markPx: priceOf(listing, order.mark), method: "market" } }),
  };
}

function directionOf(buys: boolean, before: number, forced: boolean): string {
  if (forced) return before > 0 ? "Liquidated Long" : "Liquidated Short";
  if (before === 0) return buys ? "Open Long" : "Open Short";
  if (before > 0) return buys ? "Open Long" : "Close Long";
  return buys ? "Close Short" : "Open Short";
}
