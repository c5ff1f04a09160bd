import { type Parties, TAKER_BUY, TAKER_SELL, type TakerIndex, type Tape, type TapeAccounts } from "./tape.ts";

/** The newest prints, addressed by their id, which counts up from 1 without gaps. The oldest are overwritten. Days of them stand in memory: 17 bytes each. */
export interface TradeRing {
  readonly capacity: number;
  /** Id of the next print. */
  nextId: number;
  readonly times: Float64Array;
  /** Prices in whole ticks. */
  readonly ticks: Int32Array;
  readonly tickSize: number;
  readonly lots: Int32Array;
  readonly takers: Uint8Array;
  readonly accounts: TapeAccounts | undefined;
}

export interface Trade {
  readonly id: number;
  readonly time: number;
  readonly price: number;
  readonly lots: number;
  readonly taker: TakerIndex;
  /** Account numbers, see account-position.ts; undefined where the exchange keeps them to itself. */
  readonly accounts: Parties | undefined;
}

/** `capacity` is a power of two. */
export function createTradeRing(capacity: number, { tickSize, accounts = "private" }: { tickSize: number; accounts?: "public" | "private" }): TradeRing {
  return {
    capacity,
    nextId: 1,
    times: new Float64Array(capacity),
    ticks: new Int32Array(capacity),
    tickSize,
    lots: new Int32Array(capacity),
    takers: new Uint8Array(capacity),
    accounts: accounts === "public" ? { buyers: new Int32Array(capacity), sellers: new Int32Array(capacity) } : undefined,
  };
}

/** Takes over the print at a place of the tape. Its price is a whole number of ticks. */
export function appendTrade(ring: TradeRing, tape: Tape, at: number): void {
  const place = ring.nextId++ & (ring.capacity - 1);
  ring.times[place] = tape.times[at];
  ring.ticks[place] = Math.round(tape.prices[at] / ring.tickSize);
  ring.lots[place] = tape.lots[at];
  ring.takers[place] = tape.takers[at];
  if (ring.accounts === undefined || tape.accounts === undefined) return;
  ring.accounts.buyers[place] = tape.accounts.buyers[at];
  ring.accounts.sellers[place] = tape.accounts.sellers[at];
}

export const oldestTradeId = ({ nextId, capacity }: TradeRing): number => Math.max(1, nextId - capacity);

export function tradeOf(ring: TradeRing, id: number): Trade {
  const place = id & (ring.capacity - 1);
  const taker = ring.takers[place] === TAKER_BUY ? TAKER_BUY : TAKER_SELL;
  const accounts = ring.accounts === undefined ? undefined : { buyer: ring.accounts.buyers[place], seller: ring.accounts.sellers[place] };
  return { id, time: ring.times[place], price: ring.ticks[place] * ring.tickSize, lots: ring.lots[place], taker, accounts };
}

/** A print was published under another time than that at which it happened: from now on it has that one. */
export function restamp(ring: TradeRing, id: number, time: number): void {
  ring.times[id & (ring.capacity - 1)] = time;
}

/** Id of the first print at or after `time`; `nextId` when there is none. */
export function firstTradeAt(ring: TradeRing, time: number): number {
  let low = oldestTradeId(ring);
  let high = ring.nextId;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (ring.times[middle & (ring.capacity - 1)] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
