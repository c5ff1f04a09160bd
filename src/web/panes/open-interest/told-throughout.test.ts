import { expect, test } from "vitest";
import { openInterestLine, openInterestNote } from "./told-throughout.ts";

const barOf = (openInterestUsd: number | null, members: Readonly<Record<string, number | null>> = {}) => ({
  openInterestUsd,
  openInterestOf: Object.entries(members).map(([of, usd]) => ({ of, exchange: of.split(" ")[0], usd })),
});

test("the line breaks where open interest was not told, and goes on into the bar that forms", () => {
  const drawn = (values: readonly (number | null)[]) => openInterestLine(values.map((usd) => barOf(usd)));
  expect(drawn([null, 1, null, null, 2, 3, null])).toEqual([null, 1, null, null, 2, 3, 3]);
  expect(drawn([1, null, null])).toEqual([1, null, null]);
});

test("over several exchanges it is that of those who tell it throughout, and says who is missing", () => {
  const bars = [
    barOf(null, { "Binance BTCUSDT": 10, "OKX BTC-USDT-SWAP": 5, "Hyperliquid BTC": null }),
    barOf(18, { "Binance BTCUSDT": 11, "OKX BTC-USDT-SWAP": 5, "Hyperliquid BTC": 2 }),
    barOf(null, { "Binance BTCUSDT": null, "OKX BTC-USDT-SWAP": null, "Hyperliquid BTC": null }),
  ];
  expect(openInterestLine(bars)).toEqual([15, 16, 16]);
  expect(openInterestNote(bars)).toBe("without Hyperliquid");
  expect(openInterestNote(bars.slice(1))).toBeUndefined();
});

test("a member that joins later was not there before", () => {
  const bars = [barOf(10, { "OKX BTC-USDT-SWAP": 10 }), barOf(11, { "OKX BTC-USDT-SWAP": 10, "OKX BTC-USDT-270326": 1 })];
  expect(openInterestLine(bars)).toEqual([10, 10]);
  expect(openInterestNote(bars)).toBe("without OKX BTC-USDT-270326");
});

test("where few tell it, it says who they are", () => {
  const bars = [1, 2, 3].map((usd) => barOf(null, { "Bybit BTCUSDT": usd, "OKX BTC-USDT-SWAP": null, "Hyperliquid BTC": null }));
  expect(openInterestNote(bars)).toBe("Bybit only");
});

test("of one market nobody is missing", () => {
  expect(openInterestNote([barOf(1), barOf(null)])).toBeUndefined();
});
