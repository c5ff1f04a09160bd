import type { WebSocket } from "ws";
import type { Outgoing } from "./frame-faults.ts";
import type { Frame, Line, LineProtocol, LineLimits, Subscription } from "./venue.ts";
import type { Listing } from "./listing.ts";
import { SECOND_MS } from "#core/units.ts";

/** One open WebSocket of a venue. */
export interface OpenLine extends Line {
  /** Whether a frame of a subscription went to the socket. */
  send(subscription: Subscription, outgoing: Outgoing): boolean;
  /** From now on nothing goes out, nothing is heard and no ping is answered, yet the socket stays open. */
  freeze(): void;
  cut(): void;
}

export interface LineOptions {
  readonly protocol: LineProtocol;
  readonly limits: LineLimits;
  readonly listings: () => readonly Listing[];
  /** Opening frames as faults leave them. */
  readonly opening: (subscription: Subscription, frames: readonly Frame[]) => readonly Frame[];
}

/** A reader that is this far behind is cut off. */
const MOST_WAITING_BYTES = 16 * 2 ** 20;
const GARBAGE = '\u0000\u0007{"unexpected":[[,,}<html>';

/** Serves one socket: hands its messages to the protocol, keeps its subscriptions, enforces the venue's limits. */
export function attachLine(socket: WebSocket, { protocol, limits, listings, opening }: LineOptions): OpenLine {
  const subscriptions = new Map<string, Subscription>();
  const patience = watchPatience(socket, limits);
  const allows = messageAllowance(limits.messagesPerSecond);
  let frozen = false;

  function write(text: string): boolean {
    if (frozen || socket.readyState !== socket.OPEN) return false;
    if (socket.bufferedAmount > MOST_WAITING_BYTES) {
      socket.terminate();
      return false;
    }
    socket.send(text);
    patience.sent();
    return true;
  }

  const line: OpenLine = {
    subscriptions,
    reply: (text) => void write(text),
    subscribe(subscription, frames = []) {
      subscriptions.set(subscription.key, subscription);
      for (const { text } of opening(subscription, frames)) write(wrapped(protocol, subscription, text));
    },
    unsubscribe: (key) => void subscriptions.delete(key),
    close: (code, reason) => socket.close(code, reason),
    send(subscription, { frame, form }) {
      if (form === "garbage") return write(GARBAGE);
      const text = wrapped(protocol, subscription, frame.text);
      return write(form === "cut" ? text.slice(0, Math.ceil(text.length / 2)) : text);
    },
    freeze() {
      frozen = true;
      socket.pause();
    },
    cut: () => socket.terminate(),
  };

  socket.on("error", () => socket.terminate());
  socket.on("close", () => patience.end());
  socket.on("ping", (data: Buffer) => {
    if (!frozen && socket.readyState === socket.OPEN) socket.pong(data);
  });
  socket.on("message", (data: Buffer) => {
    if (frozen) return;
    patience.heard();
    if (allows()) protocol.heard(data.toString("utf8"), line, listings());
    else socket.terminate();
  });
  protocol.opened?.(line, listings());
  return line;
}

const wrapped = (protocol: LineProtocol, subscription: Subscription, text: string): string => protocol.wrap?.(subscription, text) ?? text;

/** Cuts or closes a socket that outstays the venue's patience. */
function watchPatience(socket: WebSocket, { idle, ping, lifetimeMs }: LineLimits) {
  const timers: NodeJS.Timeout[] = [];
  let idleTimer: NodeJS.Timeout | undefined;
  const stir = () => idleTimer?.refresh();
  if (idle !== undefined) idleTimer = setTimeout(() => socket.terminate(), idle.afterMs);
  const endPings = ping && keepPinging(socket, ping);
  if (lifetimeMs !== undefined) timers.push(setTimeout(() => socket.close(1001), lifetimeMs));
  return {
    heard: stir,
    sent: idle?.of === "both" ? stir : () => undefined,
    end() {
      clearTimeout(idleTimer);
      endPings?.();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Cuts a socket that leaves a ping unanswered for too long; returns what ends it. While this process stands still nobody is asked. */
function keepPinging(socket: WebSocket, { everyMs, answerWithinMs }: NonNullable<LineLimits["ping"]>): () => void {
  let waiting: NodeJS.Timeout | undefined;
  const cut = () => {
    if (waiting !== undefined) socket.terminate();
  };
  const asking = setInterval(() => {
    socket.ping(String(Math.floor(performance.now())));
    // An answer that has come is read before the line is cut.
    waiting ??= setTimeout(() => setImmediate(cut), answerWithinMs);
  }, everyMs);
  const end = () => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  socket.on("pong", end);
  return () => {
    clearInterval(asking);
    end();
  };
}

/** Counts the client's messages of a second. */
function messageAllowance(most = Infinity): () => boolean {
  let second = 0;
  let count = 0;
  return () => {
    const now = Math.floor(performance.now() / SECOND_MS);
    if (now !== second) count = 0;
    second = now;
    return ++count <= most;
  };
}
