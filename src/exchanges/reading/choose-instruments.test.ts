import { expect, test } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import { CONTRACT_CLASSES } from "#exchanges/exchange.ts";
import { chooseInstruments, contractClassOf } from "./choose-instruments.ts";

function listed(symbol: string, { settle = "USDT", ...rest }: Partial<Instrument> & { settle?: string } = {}): Instrument {
  const contract = settle === "BTC" ? "inverse" : "linear";
  return { exchange: "peer", symbol, coin: "BTC", contract, contractSize: 1, tickSize: 0.1, marginModel: "bybit", listing: { quote: "USD", settle }, ...rest };
}

const LISTED = [
  listed("BTC-LATER", { expiry: asMs(2_000) }),
  listed("BTC-SOON-USDC", { expiry: asMs(1_000), settle: "USDC" }),
  listed("BTC-SOON-COIN", { expiry: asMs(1_000), settle: "BTC" }),
  listed("BTC-SOON", { expiry: asMs(1_000) }),
  listed("BTCUSDC", { settle: "USDC" }),
  listed("BTCUSD", { settle: "BTC" }),
  listed("BTCUSDT"),
  listed("1000PEPEUSDT", { coin: "PEPE", priceMultiplier: 1_000 }),
  listed("PEPEUSDT", { coin: "PEPE" }),
  listed("XUSDC", { coin: "X", settle: "USDC" }),
];
const symbolsOf = (coins: readonly string[], contracts = CONTRACT_CLASSES) =>
  chooseInstruments("Peer", { coins, contracts }, LISTED).map(({ symbol }) => symbol);

test("per kind one perpetual, then dated futures by expiry", () => {
  expect(symbolsOf(["btc", "BTC"])).toEqual(["BTCUSDT", "BTCUSD", "BTC-SOON", "BTC-SOON-USDC", "BTC-SOON-COIN", "BTC-LATER"]);
});

test("coins come in the order asked for, and kinds that are not wished for stay out", () => {
  expect(symbolsOf(["PEPE", "BTC"], ["linear-perpetual"])).toEqual(["PEPEUSDT", "BTCUSDT"]);
  expect(symbolsOf(["BTC"], ["inverse-dated"])).toEqual(["BTC-SOON-COIN"]);
});

test("what is margined in USDC stands in where nothing is in USDT", () => {
  expect(symbolsOf(["X"])).toEqual(["XUSDC"]);
});

test("every coin of which there is nothing is named", () => {
  expect(() => symbolsOf(["NOPE", "BTC", "PEPE"], ["inverse-perpetual", "inverse-dated"])).toThrow(
    "Peer trades no inverse perpetual or inverse dated of NOPE, PEPE",
  );
});

test("the class of an instrument follows from its contract and expiry", () => {
  expect(LISTED.slice(2, 7).map(contractClassOf)).toEqual(["inverse-dated", "linear-dated", "linear-perpetual", "inverse-perpetual", "linear-perpetual"]);
});
