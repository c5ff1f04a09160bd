import { type Timing, systemTiming } from "#exchanges/connection/clock.ts";
import { probe } from "#exchanges/connection/probe.ts";
import type { Exchange, Hosts } from "#exchanges/exchange.ts";
import { startFeed } from "#exchanges/feeding/feed.ts";
import { backfill } from "./backfill.ts";
import { fetchBrackets } from "./brackets.ts";
import { contextOf } from "./context.ts";
import { BITGET, REST_HOST } from "./declaration.ts";
import { planFeed } from "./feed.ts";
import { findInstruments } from "./instruments.ts";

/** Bitget's futures, public endpoints only. `hosts` holds every host of the declaration. */
export function createBitget(hosts: Hosts, timing: Timing = systemTiming): Exchange {
  const context = contextOf(hosts, timing);
  const { rest } = context;
  return {
    declaration: BITGET,
    probe: (signal) => probe({ label: BITGET.label, url: hosts[REST_HOST] }, () => rest.probe(signal)),
    instruments: (wish, signal) => findInstruments(rest, wish, signal),
    backfill: (request, signal) => backfill(rest, request, signal),
    feed: (options) => startFeed(planFeed(context), options),
    brackets: (instruments, signal) => fetchBrackets(rest, instruments, signal),
  };
}
