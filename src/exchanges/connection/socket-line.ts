import { WebSocket } from "ws";
import { type Peer, refusalOfNetwork, refusalOfStatus } from "./refusal.ts";

/** One WebSocket from its opening to its end. Never throws: a failure is a reason in words. */
export interface SocketLine {
  /** True once open, false when it ended before. */
  readonly opened: Promise<boolean>;
  /** Resolves once, with why it ended. */
  readonly closed: Promise<string>;
  send(text: string): void;
  /** Sends a ping frame; the peer's WebSocket answers it by itself. */
  ping(): void;
  /** Ends it at once; `closed` resolves with `reason`. */
  close(reason: string): void;
}

export interface SocketEars {
  /** Gets every text frame as it comes. */
  readonly onText: (text: string) => void;
  /** Anything came: text, a ping, an answer to ours. */
  readonly onSign?: () => void;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Larger than any documented message, small enough that a broken peer cannot fill memory. */
const LARGEST_MESSAGE_BYTES = 8 * 1024 * 1024;

/** Opens a socket. Pings of the exchange are answered by `ws` itself. */
export function openSocketLine(url: string, peer: Peer, { onText, onSign }: SocketEars): SocketLine {
  const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: HANDSHAKE_TIMEOUT_MS, maxPayload: LARGEST_MESSAGE_BYTES });
  let reason: string | undefined;
  const closed = new Promise<string>((resolve) => {
    socket.once("close", (code, said) => resolve(reason ?? closeReason(peer.label, code, said.toString())));
  });
  const opened = new Promise<boolean>((resolve) => {
    socket.once("open", () => resolve(true));
    void closed.then(() => resolve(false));
  });
  socket.on("unexpected-response", (_, response) => {
    reason ??= refusalOfStatus(peer, response.statusCode ?? 0, {}).sentence;
    socket.terminate();
  });
  socket.on("error", (error) => (reason ??= refusalOfNetwork(peer, error).sentence));
  // Binary frames go the same way: their text is no JSON, so they are dropped and counted like every other surprise.
  socket.on("message", (data: Buffer) => {
    onSign?.();
    onText(data.toString("utf8"));
  });
  for (const sign of ["ping", "pong"] as const) socket.on(sign, () => onSign?.());
  return {
    opened,
    closed,
    send: (text) => whenOpen(() => socket.send(text)),
    ping: () => whenOpen(() => socket.ping()),
    close(why) {
      reason ??= why;
      socket.terminate();
    },
  };

  function whenOpen(act: () => void): void {
    if (socket.readyState === WebSocket.OPEN) act();
  }
}

function closeReason(label: string, code: number, said: string): string {
  if (said !== "") return `${label} closed the connection: ${said} (${code})`;
  return code === 1006 ? `the connection to ${label} broke` : `${label} closed the connection (${code})`;
}
