import { expect, test } from "vitest";
import type { LiquidationEvent } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { createInbox } from "./inbox.ts";

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
