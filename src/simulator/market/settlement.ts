import { type MarketState, openInterestLots } from "./market-state.ts";
import { releaseSlot } from "./positions.ts";

/** Ends an instrument: every position is settled at the mark, without a trade, and nothing happens there any more. */
export function endTrading(state: MarketState, why: "delivered" | "delisted"): void {
  const { positions, makers, ledger } = state;
  ledger.settled += openInterestLots(state);
  for (let slot = 0; slot < positions.used; slot++) if (positions.open[slot] === 1) releaseSlot(positions, slot);
  state.crowdLots.fill(0);
  makers.long = makers.short = makers.fundLong = makers.fundShort = makers.arbitrageLong = makers.arbitrageShort = 0;
  makers.desks?.held.fill(0);
  state.listing = why;
}

/** A tick of an instrument that has ended. */
export function pass(state: MarketState): void {
  state.tape.count = 0;
  state.tape.forced = [];
  state.invited.splice(0);
  state.funding.settled = undefined;
  state.time += state.tickMs;
}
