import { HOUR_MS } from "#core/units.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { createMeter } from "#simulator/wire/request-meter.ts";
import { objectOf } from "#simulator/wire/request-text.ts";
import type { Line, LineProtocol } from "#simulator/wire/venue.ts";
import { type Depth, openingOf } from "./topic-frames.ts";
import { isOf, keyOf, parseTopic, subscriptionTo } from "./topics.ts";

/** Of subscribing, per line. */
const REQUESTS = { bucket: "subscriptions", most: 240, windowMs: HOUR_MS };
const MOST_TOPICS = 1_000;

/** Bitget's operations; each argument is answered by itself. A text `ping` is answered with `pong`. */
export function createProtocol(depth: Depth): LineProtocol {
  const meter = createMeter();
  return {
    heard(text, line, listings) {
      if (text === "ping") return line.reply("pong");
      const request = objectOf(text);
      const op = request?.["op"];
      const args = request?.["args"];
      if (request === undefined) return refuse(line, { code: 30002, msg: "Illegal request" });
      if (op !== "subscribe" && op !== "unsubscribe") return refuse(line, { code: 30003, msg: "Invalid op" });
      if (!Array.isArray(args)) return refuse(line, { code: 30016, msg: "Param error" });
      if (op === "subscribe" && meter.spend([REQUESTS]) > 0) return refuse(line, { code: 30007, msg: "request over limit, connection close" }, true);
      for (const arg of args as unknown[]) operate(op, typeof arg === "object" && arg !== null ? (arg as Record<string, unknown>) : {}, line, listings);
    },
  };

  function operate(op: string, arg: Readonly<Record<string, unknown>>, line: Line, listings: readonly Listing[]): void {
    const topic = parseTopic(arg);
    const told = topic === undefined ? [] : listings.filter((listing) => isOf(topic, listing));
    if (topic === undefined || told.length === 0 || line.subscriptions.size >= MOST_TOPICS) return refuse(line, { arg, code: 30001, msg: doesNotExist(arg) });
    line.reply(JSON.stringify({ event: op, arg: topic.arg }));
    if (op === "unsubscribe") return line.unsubscribe(keyOf(topic));
    line.subscribe(
      subscriptionTo(topic),
      told.flatMap((listing) => openingOf(topic, listing, depth)),
    );
  }
}

function refuse(line: Line, problem: { code: number; msg: string; arg?: object }, close = false): void {
  line.reply(JSON.stringify({ event: "error", ...problem }));
  if (close) line.close(1008);
}

const doesNotExist = (arg: Readonly<Record<string, unknown>>): string =>
  `${Object.entries(arg)
    .map(([name, value]) => `${name}:${String(value)}`)
    .join(",")} doesn't exist`;
