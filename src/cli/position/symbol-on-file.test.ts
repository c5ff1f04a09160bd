import { expect, it } from "vitest";
import { symbolOnFile } from "./symbol-on-file.ts";

const BOTH = ["BTCUSDT", "BTCUSD", "ETHUSDT"];
const OKX = ["BTC-USDT-SWAP", "BTC-USD-SWAP"];
const DERIBIT = ["BTC-PERPETUAL", "BTC_USDC-PERPETUAL"];

it.each([
  ["BTCUSDT", BOTH, "linear", "BTCUSDT"],
  ["BTCUSD", BOTH, "inverse", "BTCUSD"],
  ["BTCUSD_PERP", BOTH, "inverse", "BTCUSD"],
  ["eth-usdt", BOTH, "linear", "ETHUSDT"],
  ["BTC/USDT", OKX, "linear", "BTC-USDT-SWAP"],
  ["BTCUSD", OKX, "inverse", "BTC-USD-SWAP"],
  ["BTCUSDT", ["ETH", "BTC"], "linear", "BTC"],
  ["BTC", BOTH, "linear", "BTCUSDT"],
  ["BTCUSD", DERIBIT, "inverse", "BTC-PERPETUAL"],
  ["BTCUSDC", DERIBIT, "linear", "BTC_USDC-PERPETUAL"],
] as const)("finds %s among %s for %s contracts", (wanted, symbols, contract, expected) => {
  expect(symbolOnFile(wanted, symbols, contract)).toBe(expected);
});

it.each([
  ["BTCUSDT", BOTH, "inverse"],
  ["BTCUSDC", BOTH, "linear"],
  ["BTCUSDT_260925", BOTH, "linear"],
  ["NOPE", BOTH, "linear"],
] as const)("takes no other contract for %s among %s, %s", (wanted, symbols, contract) => {
  expect(symbolOnFile(wanted, symbols, contract)).toBeUndefined();
});
