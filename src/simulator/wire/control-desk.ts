import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { truthOf } from "#simulator/market/truth.ts";
import type { FaultBook } from "./fault-book.ts";
import { FAULT_REQUEST } from "./fault.ts";
import type { Journal, JournalQuery } from "./journal.ts";
import type { Listing } from "./listing.ts";
import { Refusal } from "./refusal.ts";
import { readJson } from "./rest-desk.ts";

/** What no real exchange has: the truth, the faults, the journal. */
export interface ControlDesk {
  /** False when the path is not one of its own. */
  answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean>;
}

export interface ControlDeskOptions {
  readonly seed: string;
  readonly listings: readonly Listing[];
  readonly faults: FaultBook;
  readonly journal: Journal;
}

const REQUESTS = z.union([FAULT_REQUEST, z.array(FAULT_REQUEST).min(1)]);

export function createControlDesk({ seed, listings, faults, journal }: ControlDeskOptions): ControlDesk {
  async function reply(request: IncomingMessage, { pathname, searchParams }: URL): Promise<unknown> {
    if (pathname === "/truth") return truth(searchParams);
    if (pathname === "/sent") return sent(searchParams);
    const id = pathname === "/faults" ? undefined : Number(pathname.slice("/faults/".length));
    if (request.method === "POST") return faults.inject(faultsOf(await readJson(request)));
    if (request.method === "DELETE") faults.clear(id);
    return faults.active();
  }

  function truth(query: URLSearchParams): unknown {
    const { exchange, symbol, recorder } = listingOf(listings, query);
    return { seed, instrument: { exchange, symbol }, ...truthOf(recorder.market) };
  }

  function sent(query: URLSearchParams): unknown {
    const wanted: JournalQuery = {
      exchange: query.get("exchange") ?? undefined,
      symbol: query.get("symbol") ?? undefined,
      from: timeOf(query, "from"),
      to: timeOf(query, "to"),
    };
    const kind = query.get("kind");
    if (kind !== "trades" && kind !== "liquidations") throw new Refusal(400, { error: "kind is trades or liquidations" });
    return { forgotten: journal.forgotten, entries: journal[kind](wanted) };
  }

  return {
    async answer(request, response, url) {
      if (!/^\/(truth|sent|faults(\/\d+)?)$/.test(url.pathname)) return false;
      try {
        send(response, 200, await reply(request, url));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        send(response, error.status, error.body);
      }
      return true;
    },
  };
}

function faultsOf(body: unknown) {
  const parsed = REQUESTS.safeParse(body);
  if (!parsed.success) throw new Refusal(400, { error: z.prettifyError(parsed.error) });
  return Array.isArray(parsed.data) ? parsed.data : [parsed.data];
}

/** The listing that `exchange` and `symbol` name; without an exchange, the only one of that symbol or the first. */
function listingOf(listings: readonly Listing[], query: URLSearchParams): Listing {
  const exchange = query.get("exchange");
  const symbol = query.get("symbol");
  const listing = listings.find((listing) => listing.symbol === symbol && (exchange === null || listing.exchange === exchange));
  if (listing === undefined) throw new Refusal(404, { error: `no ${symbol ?? "symbol"} on ${exchange ?? "any exchange"}` });
  return listing;
}

function timeOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,16}$/.test(text)) throw new Refusal(400, { error: `${name} is epoch ms` });
  return Number(text);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
