import { expect, test } from "vitest";
import type { LiquidationEvent } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { PRINTS_REMEMBERED_MS, createInbox } from "./inbox.ts";

const instrument: Instrument = {
  exchange: "peer",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
};
const print: LiquidationEvent = { kind: "liquidation", instrument: "peer:BTCUSDT", time: asMs(30_000), positionSide: "long", price: 60_000, size: 1 };
const END = asMs(MINUTE_MS);

test("equal orders that are numbered count one by one, each once", () => {
  const inbox = createInbox(instrument, END);
  const three = [print, { ...print, ordinal: 1 }, { ...print, ordinal: 2 }];
  for (const order of [...three, ...three]) inbox.accept(order);
  expect(inbox.take(END)).toEqual(three);
});

test("a print that a step has used before a restart is not used again, whether it is repeated before or after that is known", () => {
  const inbox = createInbox(instrument, END);
  const again = { ...print, heardAt: asMs(END + 1) };
  inbox.accept(again);
  inbox.spent(print);
  expect(inbox.knows(again)).toBe(true);
  inbox.accept(again);
  expect(inbox.take(asMs(2 * END))).toEqual([]);
});

test("a print is remembered for a day after its step", () => {
  const inbox = createInbox(instrument, END);
  inbox.accept(print);
  inbox.take(END);
  inbox.forget(PRINTS_REMEMBERED_MS);
  expect(inbox.knows(print)).toBe(true);
  inbox.forget(print.time + PRINTS_REMEMBERED_MS + 1);
  expect(inbox.knows(print)).toBe(false);
});
