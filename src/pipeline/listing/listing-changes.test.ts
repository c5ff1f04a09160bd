import { describe, expect, it } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import { DAY_MS, asMs } from "#core/units.ts";
import { endedMeanwhile, endingOf, listingChanges } from "./listing-changes.ts";

const NOW = asMs(Date.UTC(2026, 10, 20));
const perpetual = (symbol: string, more: Partial<Instrument> = {}): Instrument => ({
  exchange: "binance",
  symbol,
  coin: symbol.slice(0, 3),
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
  ...more,
});
const BTC = perpetual("BTCUSDT");
const ETH = perpetual("ETHUSDT");
const DATED = perpetual("BTCUSDT_261225", { expiry: asMs(NOW + 35 * DAY_MS) });
const DELIVERED = perpetual("BTCUSDT_260925", { expiry: asMs(NOW - 56 * DAY_MS) });

describe("what a new listing changes", () => {
  it("names what came and what went", () => {
    const { added, gone } = listingChanges([BTC, ETH], [BTC, DATED]);
    expect([added, gone]).toEqual([[DATED], [ETH]]);
  });

  it("tells of ends that were announced, and of announcements that were taken back", () => {
    const ending = perpetual("ETHUSDT", { listing: { quote: "USDT", settle: "USDT", endsAt: asMs(NOW + DAY_MS) } });
    const { announced, gone } = listingChanges([BTC, ETH], [BTC, ending]);
    expect(gone).toEqual([]);
    expect(announced).toEqual([
      { id: "binance:BTCUSDT", ending: undefined },
      { id: "binance:ETHUSDT", ending: { at: NOW + DAY_MS, why: "delisted", isOver: false } },
    ]);
  });
});

it("a future that is past its day was delivered, anything else delisted: when that was announced, else now", () => {
  expect(endingOf(DELIVERED, NOW)).toEqual({ at: DELIVERED.expiry, why: "delivered", isOver: true });
  expect(endingOf(DATED, NOW)).toEqual({ at: NOW, why: "delisted", isOver: true });
  expect(endingOf({ ...ETH, listing: { quote: "USDT", settle: "USDT", endsAt: asMs(NOW - 5) } }, NOW)).toEqual({ at: NOW - 5, why: "delisted", isOver: true });
});

it("what ended while nobody listened is told from what is only not the main contract any more", () => {
  const dollar = perpetual("BTCUSDC");
  expect(endedMeanwhile([BTC, ETH, dollar, DATED, DELIVERED], [BTC], NOW)).toEqual([ETH, DELIVERED]);
});
