import type { AgeBand } from "#core/age-band.ts";
import type { StockLayer } from "#core/layer.ts";
import { type ColumnFrame, type LevelsFrame, parseFrame } from "#wire/frames.ts";
import type { ClientMessage, ServerMessage } from "#wire/messages.ts";

export type StreamState = "connecting" | "open" | "reconnecting";

export interface StreamTarget {
  /** `exchange:symbol`. */
  readonly market: string;
  readonly level: number;
  readonly rowsPerCell: number;
  readonly layer: StockLayer;
  readonly age: AgeBand | undefined;
}

/** The order book of a market, in cells of so many price rows. */
export type WatchedBook = Pick<StreamTarget, "market" | "rowsPerCell">;

export interface StreamEvents {
  readonly onState: (state: StreamState) => void;
  readonly onMessage: (message: ServerMessage) => void;
  /** A frame of the current target; frames of an earlier one are dropped. */
  readonly onFrame: (frame: ColumnFrame | LevelsFrame) => void;
}

export interface StreamClient {
  /** Replaces the subscription; it is renewed by itself after every reconnect. */
  subscribe(target: StreamTarget): void;
  /** Replaces the order book that is watched, which is renewed too; undefined: none. */
  watchBook(target: WatchedBook | undefined): void;
  /** Says which market is looked at, there or not yet: the server fills it first. */
  attend(market: string): void;
  close(): void;
}

const NO_BOOK = { market: null, rowsPerCell: 1 } as const;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;

const isAnswerTo = (message: Extract<ServerMessage, { type: "subscribed" }>, target: StreamTarget | undefined): boolean =>
  message.market === target?.market && message.level === target.level && message.layer === target.layer && message.age === target.age;

/** Wait before attempt `attempt` (from 0), doubling, with up to half of it taken away at random so that pages do not return in step. */
export const reconnectDelayMs = (attempt: number, random: number): number => Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt) * (1 - random / 2);

/** Keeps one socket to `/v1/stream` open, for ever, and one subscription on it. */
export function openStream(url: string, { onState, onMessage, onFrame }: StreamEvents): StreamClient {
  let socket: WebSocket | undefined;
  let target: StreamTarget | undefined;
  let attended: string | undefined;
  let channel: number | undefined;
  let watched: WatchedBook | undefined;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  const send = (message: ClientMessage) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));

  function connect(): void {
    onState(attempt === 0 ? "connecting" : "reconnecting");
    socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => {
      attempt = 0;
      channel = undefined;
      onState("open");
      send({ type: "status-changes" });
      if (attended !== undefined) send({ type: "attend", market: attended });
      if (target) send({ type: "subscribe", ...target });
      if (watched) send({ type: "watch-book", ...watched });
    });
    socket.addEventListener("message", (event: MessageEvent<string | ArrayBuffer>) => receive(event.data));
    socket.addEventListener("close", () => {
      if (closed) return;
      onState("reconnecting");
      timer = setTimeout(connect, reconnectDelayMs(attempt++, Math.random()));
    });
  }

  function receive(data: string | ArrayBuffer): void {
    if (typeof data !== "string") {
      const frame = parseFrame(data);
      if (frame.channel === channel) onFrame(frame);
      return;
    }
    const message = JSON.parse(data) as ServerMessage;
    if (message.type === "subscribed" && isAnswerTo(message, target)) channel = message.channel;
    onMessage(message);
  }

  connect();
  return {
    subscribe(next) {
      if (channel !== undefined) send({ type: "unsubscribe", channel });
      channel = undefined;
      target = next;
      send({ type: "subscribe", ...next });
    },
    watchBook(next) {
      watched = next;
      send({ type: "watch-book", ...(next ?? NO_BOOK) });
    },
    attend(market) {
      if (market === attended) return;
      attended = market;
      send({ type: "attend", market });
    },
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}
