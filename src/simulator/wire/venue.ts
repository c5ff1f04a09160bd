import type { VenueDeclaration } from "#simulator/market/instrument-declaration.ts";
import type { ForcedOrder } from "#simulator/market/tape.ts";
import type { Trade } from "#simulator/market/trade-ring.ts";
import type { StreamKind } from "./fault.ts";
import type { Listing } from "./listing.ts";
import type { ListingNews } from "./listing-news.ts";
import type { Refusal } from "./refusal.ts";

/** One simulated exchange, declared: what stands in its folder, and the only thing that the rest knows of it. */
export interface Venue {
  /** What it lists. Its id is also the first part of its path: `http://127.0.0.1:PORT/ID`. */
  readonly declaration: VenueDeclaration;
  /** Environment names of the hosts that it stands for, and their base URLs. `http` and `ws` end with the venue's path, without a slash. */
  readonly hosts: (base: { readonly http: string; readonly ws: string }) => Readonly<Record<string, string>>;
  /** What it publishes of the forced orders of one listing. */
  liquidationFeed(): LiquidationFeed;
  /** How prints are gathered before they are published, where they are. */
  readonly tape?: (prints: readonly PublishedTrade[]) => readonly PublishedTrade[];
  open(): VenueWire;
}

/** A trade as it is published: `count` prints up to `id`, one unless said. */
export type PublishedTrade = Trade & { readonly count?: number };

export interface VenueWire {
  readonly rest: RestWire;
  readonly streams: StreamWire;
}

export interface LiquidationFeed {
  /** Takes the forced orders since the last call, oldest first, and returns what is published at `now`. */
  due(forced: readonly ForcedOrder[], now: number): readonly ForcedOrder[];
}

export interface RestRequest {
  readonly method: string;
  /** Without the venue's prefix. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON of a POST; undefined when there is none, or none that can be read. */
  readonly body: unknown;
  /** The venue's clock, whole epoch ms. */
  readonly now: number;
  readonly listings: readonly Listing[];
}

/** Spends `weight` (default 1) of `most` that a bucket holds per window. */
export interface RestCost {
  readonly bucket: string;
  readonly most: number;
  readonly windowMs: number;
  readonly weight?: number;
}

export interface RestRoute {
  readonly costs: (request: RestRequest) => readonly RestCost[];
  /** What it reads lies in the past, so that it can be found empty. */
  readonly history?: boolean;
  /** The body of the answer. Throws {@link Refusal}. */
  readonly reply: (request: RestRequest) => unknown;
}

export interface RestWire {
  route(request: RestRequest): RestRoute | undefined;
  readonly refusals: {
    unknownPath(request: RestRequest): Refusal;
    tooMany(waitMs: number): Refusal;
    /** What the venue, or what stands before it, answers with an injected status. */
    fault(status: number): Refusal;
  };
  /** Response headers, of what the buckets have spent. */
  headers?(spent: (bucket: string) => number): Readonly<Record<string, string>>;
}

/** What a line can listen to. Lines with equal keys get equal frames. */
export interface Subscription {
  readonly key: string;
  readonly stream: StreamKind;
  /** A listing's, or {@link EVERY_SYMBOL}. */
  readonly symbol: string;
}

export const EVERY_SYMBOL = "*";

/** One message of a stream, and what of the market it tells. */
export interface Frame {
  readonly text: string;
  readonly symbol: string;
  readonly tells?: readonly (PublishedTrade | ForcedOrder)[];
}

export interface StreamWire {
  readonly limits: LineLimits;
  /** How a line that is opened at `path` (without the venue's prefix) speaks; undefined: nothing is there. */
  accept(path: string, query: URLSearchParams): LineProtocol | undefined;
  /** Hears of all news before anything is made of them, also when nobody listens. */
  looked?(news: readonly ListingNews[]): void;
  /** What the news mean to those who listen. */
  frames(subscription: Subscription, news: readonly ListingNews[]): readonly Frame[];
}

export interface LineProtocol {
  /** Subscriptions that the address names, and a greeting. */
  opened?(line: Line, listings: readonly Listing[]): void;
  /** A text message of the client. `listings` are those that are not delisted. */
  heard(text: string, line: Line, listings: readonly Listing[]): void;
  /** The form in which this line gets a frame of a subscription, where it differs. */
  wrap?(subscription: Subscription, text: string): string;
}

/** One open WebSocket, as a protocol sees it. */
export interface Line {
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  /** Sends a text that is no part of a stream. */
  reply(text: string): void;
  /** From now on the line gets the subscription's frames; `opening` ones at once. */
  subscribe(subscription: Subscription, opening?: readonly Frame[]): void;
  unsubscribe(key: string): void;
  close(code: number, reason?: string): void;
}

export interface LineLimits {
  /** Open lines at a time, and new ones per window. */
  readonly mostOpen: number;
  readonly mostNew: number;
  readonly newWindowMs: number;
  /** Beyond it the line is cut. */
  readonly messagesPerSecond?: number;
  /** Cut after so long without a message: from the client, or in either direction. */
  readonly idle?: { readonly afterMs: number; readonly of: "client" | "both" };
  /** The venue pings at WebSocket level, and cuts a line that does not answer. */
  readonly ping?: { readonly everyMs: number; readonly answerWithinMs: number };
  readonly lifetimeMs?: number;
}
