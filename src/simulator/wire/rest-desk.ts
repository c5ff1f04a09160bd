import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { FaultBook } from "./fault-book.ts";
import type { Listing } from "./listing.ts";
import { withoutHistory } from "./no-history.ts";
import { Refusal } from "./refusal.ts";
import { createMeter } from "./request-meter.ts";
import type { RestRequest, RestWire } from "./venue.ts";

/** Answers a venue's REST requests. */
export interface RestDesk {
  answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

export interface RestDeskOptions {
  readonly exchange: string;
  readonly listed: () => readonly Listing[];
  readonly faults: FaultBook;
  /** The venue's clock, whole epoch ms. */
  readonly now: () => number;
}

const LARGEST_BODY_BYTES = 65_536;

/** Serves routes within the venue's allowances, and lets faults of REST happen: a status, slowness, an empty history. */
export function createRestDesk(wire: RestWire, { exchange, listed, faults, now }: RestDeskOptions): RestDesk {
  const meter = createMeter();

  function reply(request: RestRequest): unknown {
    const symbol = listed().find((listing) => names(request, listing.symbol))?.symbol;
    const target = symbol === undefined ? { exchange } : { exchange, symbol };
    const failing = faults.find("status", target);
    if (failing !== undefined) throw withRetryAfter(wire.refusals.fault(failing.status), failing.retryAfterSeconds);
    const route = wire.route(request);
    if (route === undefined) throw wire.refusals.unknownPath(request);
    const waitMs = meter.spend(route.costs(request));
    if (waitMs > 0) throw wire.refusals.tooMany(waitMs);
    const empty = route.history === true && faults.find("empty-history", target) !== undefined;
    return route.reply(empty ? { ...request, listings: request.listings.map(withoutHistory) } : request);
  }

  return {
    async answer(incoming, response, url) {
      const body = incoming.method === "POST" ? await readJson(incoming) : undefined;
      const slow = faults.find("slow-rest", { exchange });
      if (slow !== undefined) await pause(slow.delayMs, undefined, { ref: false });
      const request = { method: incoming.method ?? "GET", path: url.pathname, query: url.searchParams, body, now: now(), listings: listed() };
      const answer = attempt(() => reply(request));
      const type = typeof answer.body === "string" ? "text/html" : "application/json;charset=UTF-8";
      response.writeHead(answer.status, { "content-type": type, ...wire.headers?.(meter.spent), ...answer.headers });
      response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    },
  };
}

function attempt(reply: () => unknown): Pick<Refusal, "status" | "body" | "headers"> {
  try {
    return { status: 200, body: reply(), headers: {} };
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Whether a request is about a symbol, wherever the venue puts it. */
const names = ({ query, body }: RestRequest, symbol: string): boolean =>
  [...query.values()].includes(symbol) || (body !== undefined && JSON.stringify(body).includes(`"${symbol}"`));

const withRetryAfter = ({ status, body, headers }: Refusal, seconds: number | undefined): Refusal =>
  new Refusal(status, body, seconds === undefined ? headers : { ...headers, "retry-after": String(seconds) });

/** The JSON of a body; undefined when it is none, too large or broken off. */
export async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of incoming as AsyncIterable<Buffer>) {
      size += part.length;
      if (size <= LARGEST_BODY_BYTES) parts.push(part);
    }
    return size > LARGEST_BODY_BYTES ? undefined : (JSON.parse(Buffer.concat(parts).toString("utf8")) as unknown);
  } catch {
    return undefined;
  }
}
