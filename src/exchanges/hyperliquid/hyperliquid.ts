import { type Timing, systemTiming } from "#exchanges/connection/clock.ts";
import { probe } from "#exchanges/connection/probe.ts";
import type { Exchange, Hosts } from "#exchanges/exchange.ts";
import { startFeed } from "#exchanges/feeding/feed.ts";
import { watchAccounts } from "./accounts/account-watch.ts";
import { backfill } from "./backfill.ts";
import { fetchBrackets } from "./brackets.ts";
import { contextOf } from "./context.ts";
import { HYPERLIQUID } from "./declaration.ts";
import { planFeed } from "./feed.ts";
import { findInstruments } from "./instruments.ts";

/** Hyperliquid's own perpetuals, public endpoints only. `hosts` holds every host of the declaration. */
export function createHyperliquid(hosts: Hosts, timing: Timing = systemTiming): Exchange {
  const context = contextOf(hosts, timing);
  const { info, restUrl } = context;
  return {
    declaration: HYPERLIQUID,
    probe: (signal) => probe({ label: HYPERLIQUID.label, url: restUrl }, () => info.probe(signal)),
    instruments: (wish, signal) => findInstruments(info, wish, signal),
    backfill: (request, signal) => backfill(info, request, signal),
    feed: (options) => startFeed(planFeed(context, options.instruments[0]?.symbol ?? "BTC"), options),
    brackets: (instruments, signal) => fetchBrackets(info, instruments, { now: () => timing.clock.now(), signal }),
    watchAccounts: (options) => watchAccounts(context, options),
  };
}
