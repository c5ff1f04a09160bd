import { expect, test } from "vitest";
import { cumulativeDelta, takersNote } from "./cumulative-delta.ts";

test("adds what takers bought and takes off what they sold", () => {
  expect(cumulativeDelta([20, -50, 0].map((takerDeltaUsd) => ({ takerDeltaUsd })))).toEqual([20, -30, -30]);
});

test("leaves a gap where a bar is not known, and goes on from there", () => {
  expect(cumulativeDelta([10, null, null, 0].map((takerDeltaUsd) => ({ takerDeltaUsd })))).toEqual([10, null, null, 10]);
});

test("says whose takers are in it, where it is not everybody's", () => {
  expect(takersNote([{ takersOf: ["Binance BTCUSDT"] }, { takersOf: ["Binance BTCUSDT", "OKX BTC-USDT-SWAP"] }])).toBe(
    "Binance BTCUSDT, OKX BTC-USDT-SWAP only",
  );
  expect(takersNote([{ takersOf: undefined }])).toBeUndefined();
});
