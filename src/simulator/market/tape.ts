import type { SideIndex } from "./trader.ts";

/** Taker side of a print. */
export const TAKER_BUY = 0;
export const TAKER_SELL = 1;
export type TakerIndex = typeof TAKER_BUY | typeof TAKER_SELL;

/** One forced order of the liquidation engine: immediate-or-cancel at the bankruptcy price. */
export interface ForcedOrder {
  readonly time: number;
  /** Side of the position that is closed. */
  readonly side: SideIndex;
  readonly lots: number;
  /** Part that the book took; the insurance fund takes over the rest. */
  readonly filledLots: number;
  readonly bankruptcyPrice: number;
  /** NaN when nothing was filled. */
  readonly averagePrice: number;
  /** Mark price that triggered it, and the price at which it was due. */
  readonly mark: number;
  readonly liquidationPrice: number;
  readonly entry: number;
  readonly margin: number;
  readonly leverage: number;
  /** Account number of who is closed; undefined where accounts are private. */
  readonly account?: number | undefined;
  /** False for the share that the exchange's public feed never shows. */
  readonly published: boolean;
}

export interface TapeAccounts {
  readonly buyers: Int32Array;
  readonly sellers: Int32Array;
}

/** What one tick printed, in time order. Rewritten by the next tick. */
export interface Tape {
  count: number;
  readonly times: Float64Array;
  readonly prices: Float64Array;
  readonly lots: Float64Array;
  readonly takers: Uint8Array;
  /** Account numbers, where they are public. */
  readonly accounts: TapeAccounts | undefined;
  forced: ForcedOrder[];
}

export function createTape(capacity: number, accounts: "public" | "private" = "private"): Tape {
  return {
    count: 0,
    times: new Float64Array(capacity),
    prices: new Float64Array(capacity),
    lots: new Float64Array(capacity),
    takers: new Uint8Array(capacity),
    accounts: accounts === "public" ? { buyers: new Int32Array(capacity), sellers: new Int32Array(capacity) } : undefined,
    forced: [],
  };
}

export interface Print {
  readonly time: number;
  readonly price: number;
  readonly lots: number;
  readonly taker: TakerIndex;
  /** Account numbers, where they are public. */
  readonly parties?: Parties | undefined;
}

export interface Parties {
  readonly buyer: number;
  readonly seller: number;
}

/** Adds a print. A full tape is a bug: its capacity bounds what a tick may trade. */
export function addPrint(tape: Tape, { time, price, lots, taker, parties }: Print): void {
  const at = tape.count++;
  if (at >= tape.times.length) throw new RangeError("a tick printed more trades than its tape holds");
  tape.times[at] = time;
  tape.prices[at] = price;
  tape.lots[at] = lots;
  tape.takers[at] = taker;
  if (tape.accounts === undefined || parties === undefined) return;
  tape.accounts.buyers[at] = parties.buyer;
  tape.accounts.sellers[at] = parties.seller;
}
