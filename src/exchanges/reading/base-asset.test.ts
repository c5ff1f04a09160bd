import { expect, test } from "vitest";
import { coinOfBaseAsset } from "./base-asset.ts";

test.each([
  ["BTC", "BTC", 1],
  ["1000PEPE", "PEPE", 1_000],
  ["10000LADYS", "LADYS", 10_000],
  ["1000000MOG", "MOG", 1_000_000],
  ["10000000AIDOGE", "AIDOGE", 10_000_000],
  ["1MBABYDOGE", "BABYDOGE", 1_000_000],
  ["SHIB1000", "SHIB", 1_000],
  ["1INCH", "1INCH", 1],
  ["4", "4", 1],
  ["1000", "1000", 1],
  ["100X", "100X", 1],
  ["1000X", "X", 1_000],
])("base asset %s is coin %s times %i", (baseAsset, coin, multiplier) => {
  expect(coinOfBaseAsset(baseAsset)).toEqual({ coin, multiplier });
});
