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
  const { rest, sizes } = context;
  return {
    declaration: OKX,
    probe: (signal) => probe({ label: OKX.label, url: hosts[REST_HOST] }, () => rest.probe(signal)),
    instruments: (wish, signal) => findInstruments(context, wish, signal),
    backfill: (request, signal) => backfill(rest, { ...request, instrument: sizes.now(request.instrument) }, signal),
    feed: (options) => startFeed(planFeed(context), options),
    brackets: (instruments, signal) => fetchBrackets(rest, { instruments: instruments.map((each) => sizes.now(each)), readAt: timing.clock.now() }, signal),
  };
}
