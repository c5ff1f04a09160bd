import type { WebSocket } from "@fastify/websocket";
import { REALISED } from "#core/realised.ts";
import type { HubUpdate } from "#pipeline/hub-update.ts";
import { clientMessageSchema, type ClientMessage, type ServerMessage } from "#wire/messages.ts";
import { createOrderBookWatch } from "#server/order-book-watch.ts";
import type { OrderBooks } from "#server/order-books.ts";
import type { RouteOptions } from "#server/server-options.ts";
import { createPaced } from "#server/paced.ts";
import { channelAfter } from "./channel-number.ts";
import { openChannel, type StreamChannel } from "./stream-channel.ts";
import { candleRow } from "./candles.ts";
import type { StatusDesk } from "#server/status-desk.ts";

/** A client whose unsent bytes exceed this is skipped to the latest state. */
export const CONGESTED_BYTES = 512 * 1024;
const MAX_CHANNELS = 32;
const PING_EVERY_MS = 5_000;
/** In a burst a market has hundreds of marks a second: a page draws no more than these. */
const MARK_EVERY_MS = 33;
/** Longest time without an answer to a ping, or in congestion, before a client is let go. */
const PATIENCE_MS = 60_000;

/** Serves one client until it leaves. Never buffers without bound: a slow client misses what is out of date by the time it can listen. */
export function serveStream(socket: WebSocket, options: RouteOptions & { readonly books: OrderBooks; readonly statuses: StatusDesk }): void {
  const { hub, ages, version, books, statuses, stages } = options;
  const channels = new Map<number, StreamChannel>();
  /** Ends of the looking at a market, by channel; 0: the one that the client names. */
  const looking = new Map<number, () => void>();
  let lastChannel = 0;
  let heardAt = performance.now();
  let takesChanges = false;

  const congested = () => socket.bufferedAmount > CONGESTED_BYTES;
  const sendText = (message: ServerMessage) => socket.send(JSON.stringify(message));
  const sendBinary = (frame: Uint8Array) => socket.send(frame);
  const bookWatch = createOrderBookWatch({ hub, books, congested, send: (book) => sendText({ type: "order-book", book }) });
  const listens = (market: string) => [...channels.values()].some((channel) => channel.market === market);

  const marks = createPaced<{ readonly mark: Extract<HubUpdate, { kind: "mark" }>; readonly heardAt: number }>({
    everyMs: MARK_EVERY_MS,
    send({ mark, heardAt: since }) {
      if (congested()) return;
      sendText(textOf(mark));
      stages?.note("push", "", performance.now() - since);
    },
  });

  function onUpdate(update: HubUpdate) {
    if (update.kind === "book" || update.kind === "measured") for (const channel of channels.values()) channel.show(update);
    if (update.kind === "realised") for (const channel of channels.values()) void channel.showRealised(update); // never rejects
    if (update.kind === "book" || update.kind === "measured" || update.kind === "realised" || congested()) return;
    if (update.kind !== "market" && !listens(update.market)) return;
    if (update.kind === "mark") marks.put(update.market, { mark: update, heardAt: performance.now() });
    else sendText(textOf(update));
  }

  function onMessage(text: string) {
    const message = parseMessage(text);
    if (typeof message === "string") return sendText({ type: "error", detail: message });
    if (message.type === "attend") return attend(0, message.market);
    if (message.type === "status-changes") return void (takesChanges = true);
    if (message.type === "unsubscribe") {
      attend(message.channel, undefined);
      return void channels.delete(message.channel);
    }
    if (message.type === "watch-book") {
      const refusal = bookWatch.watch(message.market, message.rowsPerCell);
      return refusal === undefined ? undefined : sendText({ type: "error", detail: refusal });
    }
    if (channels.size >= MAX_CHANNELS) return sendText({ type: "error", detail: `at most ${MAX_CHANNELS} subscriptions on one connection` });
    const number = channelAfter(lastChannel, (taken) => channels.has(taken));
    const channel = openChannel({ hub, ages, number, ...message, sendBinary, sendText, congested });
    if (typeof channel === "string") return sendText({ type: "error", detail: channel });
    lastChannel = number;
    channels.set(number, channel);
    attend(number, channel.market);
    sendText({ type: "subscribed", channel: number, market: channel.market, level: message.level, layer: channel.layer, age: message.age });
    channel.showNow();
  }

  function attend(number: number, market: string | undefined) {
    looking.get(number)?.();
    looking.delete(number);
    if (market !== undefined) looking.set(number, hub.attend(market));
  }

  function onBeat() {
    if (performance.now() - heardAt > PATIENCE_MS) return socket.terminate();
    socket.ping();
  }

  sendText({ type: "hello", source: hub.source, version, now: Date.now() });
  const unsubscribe = hub.subscribe(onUpdate);
  const leaveStatuses = statuses.join({ takesChanges: () => takesChanges, congested, send: (text) => socket.send(text) });
  const beat = setInterval(onBeat, PING_EVERY_MS);
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    heardAt = performance.now();
    onMessage(isBinary ? "" : data.toString("utf8"));
  });
  socket.on("pong", () => (heardAt = performance.now()));
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    unsubscribe();
    bookWatch.stop();
    leaveStatuses();
    clearInterval(beat);
    for (const end of looking.values()) end();
    marks.stop();
  });
}

/** The message, or in words what is wrong with it. */
function parseMessage(text: string): ClientMessage | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return "a message is JSON text";
  }
  const parsed = clientMessageSchema.safeParse(json);
  return parsed.success ? parsed.data : parsed.error.issues.map(({ path, message }) => `${path.join(".") || "message"}: ${message}`).join("; ");
}

function textOf(update: Exclude<HubUpdate, { kind: "book" | "measured" | "realised" }>): ServerMessage {
  if (update.kind === "market") return { type: "market", market: update.market };
  if (update.kind === "mark") return { type: "mark", market: update.market, time: update.time, mark: update.mark };
  if (update.kind === "candle")
    return { type: "candle", market: update.market, intervalMs: update.candle.intervalMs, closed: update.candle.closed, candle: candleRow(update.candle) };
  const { instrument, time, positionSide, price } = update.liquidation;
  return { type: "liquidation", layer: REALISED, market: update.market, printedBy: instrument, time, positionSide, price, usd: update.usd };
}
