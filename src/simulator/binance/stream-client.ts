import type { WebSocket } from "ws";
import { DAY_MS, MINUTE_MS } from "#core/units.ts";
import { ROUTE_OF_KIND, type Stream, type StreamRoute, parseStream } from "./stream-names.ts";

/** One connected client: what it subscribed to, and whether its messages are wrapped as `{stream, data}`. */
export interface StreamClient {
  readonly streams: ReadonlyMap<string, Stream>;
  /** Sends a payload of a stream; `json` is the payload's text. */
  send(stream: Stream, json: string): void;
}

export interface StreamAddress {
  readonly route: StreamRoute;
  /** `/stream`: wrapped; `/ws`: bare. */
  readonly wrapped: boolean;
  readonly names: readonly string[];
}

const PING_MS = 3 * MINUTE_MS;
const PONG_WITHIN_MS = 10 * MINUTE_MS;
const MOST_STREAMS = 1_024;
/** A reader that is this far behind is cut off. */
const MOST_WAITING_BYTES = 16 * 2 ** 20;

/** Reads `/market/stream?streams=a/b`, `/public/ws/a` and so on; undefined when the path is not one of them. */
export function parseStreamAddress(address: string): StreamAddress | undefined {
  if (!URL.canParse(address, "ws://exchange")) return undefined;
  const { pathname, searchParams } = new URL(address, "ws://exchange");
  const [, route, form, rest] = /^\/(market|public)\/(stream|ws)(?:\/(.*))?$/.exec(pathname) ?? [];
  if (form === undefined) return undefined;
  const names = form === "stream" ? (searchParams.get("streams") ?? "") : (rest ?? "");
  return { route: route as StreamRoute, wrapped: form === "stream", names: names.split("/").filter((name) => name !== "") };
}

/** Serves one socket: subscriptions by message, pings every 3 minutes, the end after 24 hours. */
export function attachStreamClient(socket: WebSocket, { route, wrapped, names }: StreamAddress): StreamClient {
  const streams = new Map<string, Stream>();
  let heardAt = performance.now();
  const subscribe = (name: string) => {
    const stream = parseStream(name);
    if (stream !== undefined && ROUTE_OF_KIND[stream.kind] === route && streams.size < MOST_STREAMS) streams.set(name, stream);
  };
  for (const name of names) subscribe(name);

  const ping = setInterval(() => {
    if (performance.now() - heardAt > PONG_WITHIN_MS) socket.terminate();
    else socket.ping(String(Math.floor(heardAt)));
  }, PING_MS);
  const dayIsOver = setTimeout(() => socket.close(1001), DAY_MS);
  socket.on("pong", () => (heardAt = performance.now()));
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    clearInterval(ping);
    clearTimeout(dayIsOver);
  });
  socket.on("message", (data: Buffer) => socket.send(answer(data.toString("utf8"), { streams, subscribe })));

  return {
    streams,
    send(stream, json) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > MOST_WAITING_BYTES) socket.terminate();
      else socket.send(wrapped ? `{"stream":"${stream.name}","data":${json}}` : json);
    },
  };
}

interface Subscriptions {
  readonly streams: Map<string, Stream>;
  readonly subscribe: (name: string) => void;
}

/** The reply to `{"method":"SUBSCRIBE","params":[...],"id":1}` and its kin. */
function answer(text: string, { streams, subscribe }: Subscriptions): string {
  const request = parseRequest(text);
  if (request === undefined) return JSON.stringify({ error: { code: 2, msg: "Invalid request: unknown variant" } });
  const { method, params, id } = request;
  if (method === "LIST_SUBSCRIPTIONS") return JSON.stringify({ result: [...streams.keys()], id });
  if (method === "SUBSCRIBE") for (const name of params) subscribe(name);
  else for (const name of params) streams.delete(name);
  return JSON.stringify({ result: null, id });
}

const METHODS = ["SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS"] as const;

function parseRequest(text: string): { method: (typeof METHODS)[number]; params: string[]; id: unknown } | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const { method, params = [], id = null } = parsed as { method?: unknown; params?: unknown; id?: unknown };
  const known = METHODS.find((name) => name === method);
  if (known === undefined || !Array.isArray(params) || !params.every((name) => typeof name === "string")) return undefined;
  return { method: known, params, id };
}
