import { expect, it } from "vitest";
import { type PositionFlags, readPosition } from "./read-position.ts";

const LINEAR: PositionFlags = { contract: "linear", marginMode: "isolated", side: "long", entry: "100", size: "10", contractSize: "1" };
const INVERSE: PositionFlags = { ...LINEAR, contract: "inverse", size: "50", contractSize: "100" };

it.each([
  ["what leverage sets aside", { ...LINEAR, leverage: "20" }, 50, 20],
  ["what leverage sets aside, in coins", { ...INVERSE, leverage: "20" }, 2.5, 20],
  ["the whole margin, whatever the leverage", { ...LINEAR, leverage: "20", positionMargin: "80" }, 80, undefined],
  ["the leverage's, whatever the wallet", { ...LINEAR, leverage: "20", walletBalance: "900" }, 50, 20],
  ["the isolated wallet where nothing else is given", { ...LINEAR, walletBalance: "900" }, 900, undefined],
  ["the wallet when cross, whatever the leverage", { ...LINEAR, marginMode: "cross", leverage: "20", walletBalance: "900" }, 900, undefined],
  ["the whole margin when cross without a wallet", { ...LINEAR, marginMode: "cross", positionMargin: "80" }, 80, undefined],
])("takes as margin %s", (_, flags, margin, leverage) => {
  const read = readPosition(flags);
  expect(read.position.margin).toBe(margin);
  expect(read.leverage).toBe(leverage);
});

it("counts contracts, and reads every other value", () => {
  const { position } = readPosition({
    ...INVERSE,
    marginMode: "CROSS",
    side: "Short",
    walletBalance: "-1e-3",
    extraMargin: "-0.5",
    otherMaintenanceMargin: "3",
    otherUnrealizedPnl: "-4",
    feeRate: "0.0006",
    mark: "90",
  });
  expect(position).toEqual({
    contract: "inverse",
    marginMode: "cross",
    side: "short",
    entry: 100,
    size: 5000,
    contractSize: 100,
    margin: -0.001,
    extraMargin: -0.5,
    others: { maintenance: 3, unrealizedProfit: -4 },
    mark: 90,
    feeRate: 0.0006,
  });
});

it.each([
  [{ ...LINEAR, leverage: "0" }, '--leverage must be a number above 0, not "0"'],
  [{ ...LINEAR, entry: "1,000" }, '--entry must be a number above 0, not "1,000"'],
  [{ ...LINEAR, size: "-1" }, '--size must be a number above 0, not "-1"'],
  [{ ...LINEAR, leverage: "5", feeRate: "6" }, '--fee-rate must be a number of at least 0 and below 1, not "6"'],
  [{ ...LINEAR, leverage: "5", extraMargin: "some" }, '--extra-margin must be a number, not "some"'],
  [{ ...LINEAR, side: "buy" }, '--side must be long or short, not "buy"'],
  [LINEAR, "--leverage or --position-margin is missing: one of them says what stands behind an isolated position"],
  [{ ...LINEAR, marginMode: "cross", leverage: "5" }, "--wallet-balance is missing: what stands behind a cross position is the wallet, not its leverage"],
])("refuses %j in one sentence", (flags, message) => {
  expect(() => readPosition(flags)).toThrow(expect.objectContaining({ code: "bad-input", message }) as Error);
});
