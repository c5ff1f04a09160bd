import { MINUTE_MS } from "#core/units.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { RequestMeter } from "#simulator/wire/request-meter.ts";
import { objectOf } from "#simulator/wire/request-text.ts";
import type { Line, LineProtocol } from "#simulator/wire/venue.ts";
import { fieldsOf } from "./info-request.ts";
import { openingOf } from "./topic-frames.ts";
import { isOf, keyOf, parseTopic, subscriptionTo } from "./topics.ts";

/** Messages of all lines of an address together. */
const MESSAGES = { bucket: "messages", most: 2_000, windowMs: MINUTE_MS };
const MOST_SUBSCRIPTIONS = 1_000;

/** Hyperliquid's methods: ping, subscribe, unsubscribe. Source: hyperliquid docs, websocket. */
export function createProtocol(meter: RequestMeter): LineProtocol {
  return {
    heard(text, line, listings) {
      if (meter.spend([MESSAGES]) > 0) return line.close(1008, "Too many messages");
      const request = objectOf(text);
      const method = request?.["method"];
      if (method === "ping") return line.reply(JSON.stringify({ channel: "pong" }));
      if (method !== "subscribe" && method !== "unsubscribe") return refuse(line, `Error parsing JSON into valid websocket request: ${text}`);
      operate(method, fieldsOf(request?.["subscription"]), line, listings);
    },
  };
}

function operate(method: "subscribe" | "unsubscribe", subscription: Readonly<Record<string, unknown>>, line: Line, listings: readonly Listing[]): void {
  const topic = parseTopic(subscription);
  const told = topic === undefined ? [] : listings.filter((listing) => isOf(topic, listing));
  const quoted = JSON.stringify(subscription);
  if (topic === undefined || told.length === 0) return refuse(line, `Invalid subscription ${quoted}`);
  const subscribed = line.subscriptions.has(keyOf(topic));
  if (method === "subscribe" && subscribed) return refuse(line, `Already subscribed: ${quoted}`);
  if (method === "unsubscribe" && !subscribed) return refuse(line, `Already unsubscribed: ${quoted}`);
  if (method === "subscribe" && line.subscriptions.size >= MOST_SUBSCRIPTIONS) return refuse(line, "Cannot track more than 1000 total subscriptions.");
  line.reply(JSON.stringify({ channel: "subscriptionResponse", data: { method, subscription } }));
  if (method === "unsubscribe") line.unsubscribe(keyOf(topic));
  else line.subscribe(subscriptionTo(topic), openingOf(topic, told));
}

const refuse = (line: Line, data: string): void => line.reply(JSON.stringify({ channel: "error", data }));
