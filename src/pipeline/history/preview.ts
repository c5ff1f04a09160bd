import type { MarketEvent } from "#core/events.ts";
import { MINUTE_MS } from "#core/units.ts";
import { createInbox } from "#pipeline/live/inbox.ts";
import { type LiveMarket, type LiveMarketOptions, goLive } from "#pipeline/live/live-market.ts";

/** A market that is shown and moves while its history still loads: estimated from the last day alone, and provisional in everything. */
export interface Preview {
  readonly live: LiveMarket;
  accept(event: MarketEvent): void;
}

/** `run` has the last day behind it. What it hears is recorded by the market, for the run that will replace it. */
export function openPreview(options: Omit<LiveMarketOptions, "inbox" | "standing" | "onHole" | "late">): Preview {
  const { run, state } = options;
  const inbox = createInbox(options.instrument, MINUTE_MS);
  const live = goLive({ ...options, inbox, standing: "provisional", late: undefined, onHole: () => undefined });
  state.provisional = true;
  state.weights = () => (run.estimator.ready ? run.estimator.weights() : undefined);
  return { live, accept: (event) => inbox.accept(event) };
}
