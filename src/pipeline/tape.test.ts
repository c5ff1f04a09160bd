import { expect, test } from "vitest";
import type { MarketEvent } from "#core/events.ts";
import { asMs } from "#core/units.ts";
import type { Shelf } from "#storage/shelf/shelf.ts";
import { createTape } from "./tape.ts";

const instrument = "okx:BTC-USDT-SWAP";
const time = asMs(1_700_000_000_000);

/** A shelf that shows what is put on it. */
function openList(): Shelf & { readonly lines: [string, unknown][] } {
  const lines: [string, unknown][] = [];
  return {
    lines,
    append: (series, line) => void lines.push([series, JSON.parse(line)]),
    flush: async () => undefined,
    health: () => ({ bytes: 0, lines: lines.length, lost: 0, problem: undefined }),
    close: async () => undefined,
  };
}

test("trades and books are lines of JSON, by exchange; nothing else is kept", () => {
  const trades = openList();
  const events: readonly MarketEvent[] = [
    { kind: "trade", instrument, time, price: 60_000.5, size: 0.01, takerSide: "buy", id: 7 },
    { kind: "trade", instrument, time, price: 60_000, size: 2, takerSide: "sell", accounts: { buyer: "0xa", seller: "0xb" } },
    { kind: "book", instrument, time, snapshot: true, bids: [[1, 2]], asks: [] },
    { kind: "open-interest", instrument, time, openInterest: 5 },
  ];
  createTape({ trades, frames: undefined }).keep("okx", events);
  expect(trades.lines).toEqual([
    ["okx/trades", ["BTC-USDT-SWAP", time, 60_000.5, 0.01, "buy", 7]],
    ["okx/trades", ["BTC-USDT-SWAP", time, 60_000, 2, "sell", null, "0xa", "0xb"]],
    ["okx/books", ["BTC-USDT-SWAP", time, 1, [[1, 2]], []]],
  ]);
});

test("frames are kept as they came, where they are asked for", () => {
  const frames = openList();
  const frame = { line: "/ws", receivedAt: time, text: '{"a":"\\n"}' };
  createTape({ trades: undefined, frames }).keepFrame?.("okx", frame);
  expect(frames.lines).toEqual([["okx/frames", { at: time, line: "/ws", text: frame.text }]]);
  expect(createTape({ trades: frames, frames: undefined }).keepFrame).toBeUndefined();
});
