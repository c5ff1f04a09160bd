import { objectOf } from "#simulator/wire/request-text.ts";
import type { Line, LineProtocol } from "#simulator/wire/venue.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { type Category, ofCategory } from "./query.ts";
import { type TopicMemory, openingOf } from "./topic-frames.ts";
import { type Topic, parseTopic, subscriptionTo } from "./topics.ts";

/** Most characters in the arguments of one request. */
const LONGEST_ARGUMENTS = 21_000;

/** Bybit's commands: ping, subscribe, unsubscribe. One topic that is refused refuses its whole request. Source: docs/v5/ws/connect. */
export function createProtocol(category: Category, memory: TopicMemory): LineProtocol {
  const connection = `d30fdpbboasp1pjbe7r0-${category}`;
  return {
    heard(text, line, listings) {
      const request = objectOf(text);
      const op = request?.["op"];
      const id = typeof request?.["req_id"] === "string" ? request["req_id"] : "";
      const answer = (success: boolean, ret_msg: string) => line.reply(JSON.stringify({ success, ret_msg, conn_id: connection, req_id: id, op }));
      if (op === "ping") return answer(true, "pong");
      const args = request?.["args"];
      if ((op !== "subscribe" && op !== "unsubscribe") || !isNames(args)) return answer(false, "error:request format error");
      if (op === "unsubscribe") {
        for (const name of args) line.unsubscribe(name);
        return answer(true, "");
      }
      const problem = problemOf(args, line, ofCategory(listings, category));
      answer(problem === undefined, problem ?? "");
      if (problem === undefined) for (const topic of args.flatMap((name) => parseTopic(name) ?? [])) subscribe(topic, line, listings);
    },
  };

  function subscribe(topic: Topic, line: Line, listings: readonly Listing[]): void {
    const listing = listings.find(({ symbol }) => symbol === topic.symbol);
    if (listing !== undefined) line.subscribe(subscriptionTo(topic), openingOf(topic, listing, memory));
  }
}

const isNames = (args: unknown): args is string[] => Array.isArray(args) && args.every((name) => typeof name === "string");

function problemOf(names: readonly string[], line: Line, listings: readonly Listing[]): string | undefined {
  if (names.join("").length > LONGEST_ARGUMENTS) return "error:args is too long";
  for (const name of names) {
    const topic = parseTopic(name);
    if (topic === undefined) return `error:handler not found,topic:${name}`;
    if (!listings.some(({ symbol }) => symbol === topic.symbol)) return `Invalid symbol :[${name}]`;
    if (line.subscriptions.has(name)) return `error:already subscribed,topic:${name}`;
  }
  return undefined;
}
