import { type Timing, systemTiming } from "#exchanges/connection/clock.ts";
import { probe } from "#exchanges/connection/probe.ts";
import type { Exchange, Hosts } from "#exchanges/exchange.ts";
import { startFeed } from "#exchanges/feeding/feed.ts";
import { backfill } from "./backfill.ts";
import { fetchBrackets } from "./brackets.ts";
import { contextOf } from "./context.ts";
import { OKX, REST_HOST } from "./declaration.ts";
import { planFeed } from "./feed.ts";
import { findInstruments } from "./instruments.ts";

/** OKX perpetual and dated futures, public endpoints only. `hosts` holds every host of the declaration. */
export function createOkx(hosts: Hosts, timing: Timing = systemTiming): Exchange {
  const context = contextOf(hosts, timing);
  return {
    declaration: OKX,
    probe: (signal) => probe({ label: OKX.label, url: hosts[REST_HOST] }, () => context.rest.probe(signal)),
    instruments: (wish, signal) => findInstruments(context.rest, wish, signal),
    backfill: (request, signal) => backfill(context.rest, request, signal),
    feed: (options) => startFeed(planFeed(context), options),
    brackets: (instruments, signal) => fetchBrackets(context.rest, { instruments, readAt: timing.clock.now() }, signal),
  };
}
