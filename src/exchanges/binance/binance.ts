import { type Timing, systemTiming } from "#exchanges/connection/clock.ts";
import { probe } from "#exchanges/connection/probe.ts";
import type { Exchange, Hosts } from "#exchanges/exchange.ts";
import { startFeed } from "#exchanges/feeding/feed.ts";
import { backfill } from "./backfill.ts";
import { fetchBrackets } from "./brackets.ts";
import { contextOf } from "./context.ts";
import { BINANCE, REST_HOST } from "./declaration.ts";
import { planFeed } from "./feed.ts";
import { findInstruments } from "./instruments.ts";

/** Binance USD-M, public endpoints only. `hosts` holds every host of the declaration. */
export function createBinance(hosts: Hosts, timing: Timing = systemTiming): Exchange {
  const context = contextOf(hosts, timing);
  const { rest, web } = context;
  return {
    declaration: BINANCE,
    probe: (signal) => probe({ label: BINANCE.label, url: hosts[REST_HOST] }, () => rest.probe(signal)),
    instruments: (wish, signal) => findInstruments(rest, wish, signal),
    backfill: (request, signal) => backfill(rest, request, signal),
    feed: (options) => startFeed(planFeed(context, options.instruments.length), options),
    brackets: (instruments, signal) => fetchBrackets(web, instruments, signal),
  };
}
