import type { WebSocket } from "ws";
import type { Random } from "#simulator/market/random.ts";
import type { FaultBook } from "./fault-book.ts";
import { type Fault, concerns } from "./fault.ts";
import { type FrameFaults, createFrameFaults } from "./frame-faults.ts";
import type { JournalKeeper } from "./journal.ts";
import { type OpenLine, attachLine } from "./line.ts";
import type { Listing } from "./listing.ts";
import type { ListingNews } from "./listing-news.ts";
import { EVERY_SYMBOL, type LineProtocol, type StreamWire, type Subscription } from "./venue.ts";

/** The open lines of one venue. */
export interface StreamHub {
  /** How a line at this path would speak; else the HTTP status that turns it away, or `cut` where it is cut without an answer. */
  admit(path: string, query: URLSearchParams): LineProtocol | number | "cut";
  attach(socket: WebSocket, protocol: LineProtocol): void;
  publish(news: readonly ListingNews[], now: number): void;
  readonly lines: ReadonlySet<OpenLine>;
}

export interface StreamHubOptions {
  readonly exchange: string;
  readonly listed: () => readonly Listing[];
  readonly faults: FaultBook;
  readonly journal: JournalKeeper;
  readonly random: Random;
}

export function createStreamHub(wire: StreamWire, { exchange, listed, faults, journal, random }: StreamHubOptions): StreamHub {
  const lines = new Set<OpenLine>();
  const frozen = new Map<OpenLine, number>();
  const disturbances = new Map<string, FrameFaults>();
  const doorkeeper = createDoorkeeper(wire, lines);

  faults.onInject((fault) => {
    if (fault.kind !== "disconnect" && fault.kind !== "half-open") return;
    for (const line of lines) {
      if (!touches(fault, exchange, line)) continue;
      if (fault.kind === "disconnect") line.cut();
      else {
        line.freeze();
        frozen.set(line, fault.id);
      }
    }
  });

  function disturbanceOf(subscription: Subscription): FrameFaults {
    const known = disturbances.get(subscription.key);
    if (known !== undefined) return known;
    const made = createFrameFaults(subscription, { faults, exchange, random, onWithheld: (frame, by) => journal.withhold(frame, by) });
    disturbances.set(subscription.key, made);
    return made;
  }

  const isCut = () =>
    faults.active().some((fault) => fault.kind === "disconnect" && fault.stream === undefined && fault.symbol === undefined && concerns(fault, { exchange }));

  /** A half-open line whose fault is over is cut: it has missed too much to go on. */
  function cutThawed(): void {
    const active = new Set(faults.active().map(({ id }) => id));
    for (const [line, fault] of frozen) if (!active.has(fault)) line.cut();
  }

  return {
    lines,
    admit(path, query) {
      const protocol = wire.accept(path, query);
      if (protocol === undefined) return 404;
      if (isCut()) return "cut";
      const barred = faults.find("status", { exchange });
      if (barred !== undefined && barred.status < 500 && barred.status !== 429) return barred.status;
      return doorkeeper() ? protocol : 429;
    },
    attach(socket, protocol) {
      const line = attachLine(socket, {
        protocol,
        limits: wire.limits,
        listings: listed,
        opening: ({ stream }, frames) => frames.filter(({ symbol }) => faults.find("silent-subscription", { exchange, symbol, stream }) === undefined),
      });
      lines.add(line);
      socket.on("close", () => {
        lines.delete(line);
        frozen.delete(line);
      });
    },
    publish(news, now) {
      if (frozen.size > 0) cutThawed();
      wire.looked?.(news);
      for (const { subscription, listeners } of audience(lines).values()) {
        for (const outgoing of disturbanceOf(subscription).pass(wire.frames(subscription, news), now)) {
          const heard = listeners.filter((line) => line.send(subscription, outgoing)).length;
          if (outgoing.form === "whole") journal.deliver(outgoing.frame, heard);
        }
      }
    },
  };
}

/** Who listens to what: each subscription's frames are made once for all of its listeners. */
function audience(lines: ReadonlySet<OpenLine>): Map<string, { subscription: Subscription; listeners: OpenLine[] }> {
  const byKey = new Map<string, { subscription: Subscription; listeners: OpenLine[] }>();
  for (const line of lines) {
    for (const [key, subscription] of line.subscriptions) {
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, { subscription, listeners: [line] });
      else known.listeners.push(line);
    }
  }
  return byKey;
}

/** A fault that names a stream or a symbol touches the lines that listen to one of them. */
function touches(fault: Fault, exchange: string, { subscriptions }: OpenLine): boolean {
  if (fault.stream === undefined && fault.symbol === undefined) return concerns(fault, { exchange });
  return [...subscriptions.values()].some(({ stream, symbol }) =>
    concerns(fault, { exchange, stream, ...(symbol === EVERY_SYMBOL && fault.symbol !== undefined ? { symbol: fault.symbol } : { symbol }) }),
  );
}

/** Counts open and new lines: false when there are too many of either. */
function createDoorkeeper({ limits }: StreamWire, lines: ReadonlySet<OpenLine>): () => boolean {
  let window = 0;
  let opened = 0;
  return () => {
    const now = Math.floor(performance.now() / limits.newWindowMs);
    if (now !== window) opened = 0;
    window = now;
    return lines.size < limits.mostOpen && ++opened <= limits.mostNew;
  };
}
