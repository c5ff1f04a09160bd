import { LONG } from "#core/position-side.ts";
import { openingSign } from "./market-state.ts";
import type { Makers } from "./ledger.ts";
import type { Invitation, SideIndex } from "./trader.ts";

/** An order in this tick. It fills as a whole, within the tick. */
export interface Order {
  /** Slot of a trader's position, or one of the holders who have none. */
  readonly slot: number;
  readonly side: SideIndex;
  readonly lots: number;
  readonly action: "open" | "close";
  /** Of the trader who opens. */
  readonly opener: Invitation | undefined;
  filledLots: number;
  /** Lots times price, of inverse contracts lots over price, summed. */
  cost: number;
}

/** The insurance fund closes what it took over; arbitrageurs hold against what they hold on other instruments. */
export const FUND = -1;
export const ARBITRAGE = -2;

type Wish = Pick<Order, "slot" | "side" | "lots" | "action" | "opener">;

export const createOrder = ({ slot, side, lots, action, opener }: Wish): Order => ({ slot, side, lots, action, opener, filledLots: 0, cost: 0 });

/** +1 buys, -1 sells. */
export const signOf = ({ side, action }: Order): 1 | -1 => (action === "close" ? (-openingSign(side) as 1 | -1) : openingSign(side));

/** Books what somebody without a slot has been filled. */
export function holdWithoutSlot(makers: Makers, { slot, side }: Order, lots: number): void {
  if (slot === FUND && side === LONG) makers.fundLong += lots;
  else if (slot === FUND) makers.fundShort += lots;
  else if (side === LONG) makers.arbitrageLong += lots;
  else makers.arbitrageShort += lots;
}
