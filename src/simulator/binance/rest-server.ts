import type { IncomingMessage, ServerResponse } from "node:http";
import { MINUTE_MS } from "#core/units.ts";
import type { Listing } from "./listing.ts";
import { Refusal } from "./refusal.ts";
import { REST_ROUTES, unknownPath } from "./rest-routes.ts";

/** Only there to make a whole address of a path. */
const BASE = "http://exchange";
const WEIGHT_A_MINUTE = 2_400;

/** Answers REST requests in Binance's shapes, with its request weights: beyond 2,400 a minute it answers 429. */
export function createRestHandler(exchange: {
  seed: string;
  listings: readonly Listing[];
  now: () => number;
}): (request: IncomingMessage, response: ServerResponse) => void {
  let minute = 0;
  let used = 0;

  function spend(weight: number, now: number): void {
    if (Math.floor(now / MINUTE_MS) !== minute) {
      minute = Math.floor(now / MINUTE_MS);
      used = 0;
    }
    used += weight;
    if (used > WEIGHT_A_MINUTE) throw new Refusal(-1003, `Too many requests; current limit is ${WEIGHT_A_MINUTE} request weight per minute.`, 429);
  }

  return (request, response) => {
    try {
      const address = request.url ?? "/";
      if (!URL.canParse(address, BASE)) throw unknownPath(address);
      const url = new URL(address, BASE);
      const route = Object.hasOwn(REST_ROUTES, url.pathname) ? REST_ROUTES[url.pathname] : undefined;
      if (route === undefined) throw unknownPath(url.pathname);
      const now = Math.floor(exchange.now());
      spend(typeof route.weight === "number" ? route.weight : route.weight(url.searchParams), now);
      const { seed, listings } = exchange;
      send(response, { status: 200, body: route.reply({ seed, listings, now, query: url.searchParams }), used });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(response, { status: error.status, body: { code: error.code, msg: error.message }, used });
    }
  };
}

function send(response: ServerResponse, { status, body, used }: { status: number; body: unknown; used: number }): void {
  response.writeHead(status, { "content-type": "application/json;charset=UTF-8", "x-mbx-used-weight-1m": String(used) });
  response.end(JSON.stringify(body));
}
