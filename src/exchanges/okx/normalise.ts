import { type Frame, type InstrumentsBySymbol, dropped } from "#exchanges/feeding/frame.ts";
import { type Fields, isRecord, isSymbol } from "#exchanges/reading/fields.ts";
import type { PushReader } from "./push.ts";
import { readBook } from "./read-book.ts";
import { readCandle } from "./read-candles.ts";
import { readLiquidations } from "./read-liquidations.ts";
import { readFunding, readIndex, readMark, readOpenInterest } from "./read-ticker.ts";
import { readTrades } from "./read-trades.ts";
import { topicOf } from "./streams.ts";

/** Reads one text frame. Pure, never throws, lets no value through that is not finite. Sizes, which OKX counts in contracts, come out in the conserved unit. */
export function normalise(text: string, instruments: InstrumentsBySymbol): Frame {
  // The answer to our "ping".
  if (text === "pong") return { kind: "reply" };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return dropped("not JSON");
  }
  if (!isRecord(parsed)) return dropped("not an object");
  const { event, arg, data, action } = parsed;
  if (isSymbol(event)) return readAnswer(event, parsed);
  if (!isRecord(arg) || !isSymbol(arg.channel) || !Array.isArray(data)) return dropped("unknown frame");
  const read = READERS.get(arg.channel);
  if (read === undefined) return dropped(`unexpected channel ${arg.channel.slice(0, 40)}`);
  // A stream that has nothing to tell when it begins.
  if (data.length === 0) return { kind: "data", data: [] };
  return read({ arg, action, data: data as unknown[] }, instruments) ?? dropped(`malformed ${arg.channel}`);
}

const READERS: ReadonlyMap<string, PushReader> = new Map([
  ["trades", readTrades],
  ["mark-price", readMark],
  ["index-tickers", readIndex],
  ["funding-rate", readFunding],
  ["open-interest", readOpenInterest],
  ["candle1m", readCandle],
  ["books", readBook],
  ["liquidation-orders", readLiquidations],
]);

const LINE_CLOSES = "64008";
/** A refusal names its topic in its sentence only, e.g. "Wrong URL or channel:trades,instId:BTC-USDT-SWOP doesn't exist." */
const REFUSED_TOPIC = /channel:([\w-]+),inst(?:Id|Type):([\w-]+)/;

function readAnswer(event: string, { arg, msg, code }: Fields): Frame {
  if (event === "subscribe" && isRecord(arg)) return { kind: "subscribed", to: topicOf(arg) };
  const said = isSymbol(msg) ? msg.slice(0, 200) : "without a reason";
  // A minute before an upgrade of the service closes the line.
  if (event === "notice" && code === LINE_CLOSES) return { kind: "leaving", reason: said };
  if (!event.endsWith("error")) return { kind: "reply" };
  const [, channel, name] = REFUSED_TOPIC.exec(said) ?? [];
  return { kind: "refused", to: channel === undefined ? undefined : `${channel}:${name}`, reason: isSymbol(code) ? `${said} (${code.slice(0, 10)})` : said };
}
