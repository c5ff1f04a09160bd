import type { Line, LineProtocol } from "#simulator/wire/venue.ts";
import { ROUTE_OF_KIND, type StreamRoute, parseStream, subscriptionTo } from "./stream-names.ts";

export interface StreamAddress {
  readonly route: StreamRoute;
  /** `/stream`: messages are wrapped as `{stream, data}`; `/ws`: bare. */
  readonly wrapped: boolean;
  readonly names: readonly string[];
}

const MOST_STREAMS = 1_024;

/** Reads `/market/stream?streams=a/b`, `/public/ws/a` and so on; undefined when the path is not one of them. */
export function parseStreamAddress(path: string, query: URLSearchParams): StreamAddress | undefined {
  const [, route, form, rest] = /^\/(market|public)\/(stream|ws)(?:\/(.*))?$/.exec(path) ?? [];
  if (form === undefined) return undefined;
  const names = form === "stream" ? (query.get("streams") ?? "") : (rest ?? "");
  return { route: route as StreamRoute, wrapped: form === "stream", names: names.split("/").filter((name) => name !== "") };
}

/** Subscriptions by address and by message. A stream that does not exist, or not on this path, is answered with silence. */
export function createProtocol({ route, wrapped, names }: StreamAddress): LineProtocol {
  function subscribe(line: Line, name: string): void {
    const stream = parseStream(name);
    if (stream !== undefined && ROUTE_OF_KIND[stream.kind] === route && line.subscriptions.size < MOST_STREAMS) line.subscribe(subscriptionTo(stream));
  }

  return {
    opened(line) {
      for (const name of names) subscribe(line, name);
    },
    heard: (text, line) => line.reply(answer(text, line, subscribe)),
    wrap: ({ key }, text) => (wrapped ? `{"stream":"${key}","data":${text}}` : text),
  };
}

/** The reply to `{"method":"SUBSCRIBE","params":[...],"id":1}` and its kin. */
function answer(text: string, line: Line, subscribe: (line: Line, name: string) => void): string {
  const request = parseRequest(text);
  if (request === undefined) return JSON.stringify({ error: { code: 2, msg: "Invalid request: unknown variant" } });
  const { method, params, id } = request;
  if (method === "LIST_SUBSCRIPTIONS") return JSON.stringify({ result: [...line.subscriptions.keys()], id });
  for (const name of params) {
    if (method === "SUBSCRIBE") subscribe(line, name);
    else line.unsubscribe(name);
  }
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
