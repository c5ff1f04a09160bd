import { HOUR_MS } from "#core/units.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { createMeter } from "#simulator/wire/request-meter.ts";
import { objectOf } from "#simulator/wire/request-text.ts";
import type { Line, LineProtocol } from "#simulator/wire/venue.ts";
import { type ChannelMemory, openingOf } from "./channel-frames.ts";
import { isOf } from "./channel-listings.ts";
import { type Channel, type ChannelPath, keyOf, parseChannel, subscriptionTo } from "./channels.ts";

const CONNECTION = "a4d3ae55";
/** Of subscribing and unsubscribing, per line. Source: okx.com/docs-v5/en/#overview-websocket-connect. */
const OPERATIONS = { bucket: "operations", most: 480, windowMs: HOUR_MS };

/** OKX's operations; each argument is answered by itself. A text `ping` is answered with `pong`. */
export function createProtocol(path: ChannelPath, memory: ChannelMemory): LineProtocol {
  const meter = createMeter();
  return {
    heard(text, line, listings) {
      if (text === "ping") return line.reply("pong");
      const request = objectOf(text);
      const args = request?.["args"];
      const op = request?.["op"];
      if ((op !== "subscribe" && op !== "unsubscribe") || !Array.isArray(args) || args.length === 0) return refuse(line, "60012", `Invalid request: ${text}`);
      if (meter.spend([OPERATIONS]) > 0) return refuse(line, "60014", "Requests too frequent");
      const id = typeof request?.["id"] === "string" ? { id: request["id"] } : {};
      for (const arg of args as unknown[]) {
        const asked = typeof arg === "object" && arg !== null ? (arg as Record<string, unknown>) : {};
        const channel = parseChannel(asked);
        const told = channel?.path === path ? listings.filter((listing) => isOf(channel, listing)) : [];
        if (channel === undefined || told.length === 0) refuse(line, "60018", doesNotExist(asked));
        else operate({ op, id, channel, line, told });
      }
    },
  };

  function operate({ op, id, channel, line, told }: { op: string; id: { id?: string }; channel: Channel; line: Line; told: readonly Listing[] }): void {
    line.reply(JSON.stringify({ ...id, event: op, arg: channel.arg, connId: CONNECTION }));
    if (op === "unsubscribe") return line.unsubscribe(keyOf(channel));
    line.subscribe(
      subscriptionTo(channel),
      told.flatMap((listing) => openingOf(channel, listing, memory)),
    );
  }
}

const refuse = (line: Line, code: string, msg: string): void => line.reply(JSON.stringify({ event: "error", code, msg, connId: CONNECTION }));

const doesNotExist = (arg: Readonly<Record<string, unknown>>): string => {
  const named = Object.entries(arg).map(([name, value]) => `${name}:${String(value)}`);
  return `Wrong URL or ${named.join(",")} doesn't exist. Please use the correct URL, channel and parameters referring to API document.`;
};
