import { expect, test } from "vitest";
import { coverageShare, createCoverage, holdForced, learnCoverage, weighCoverage } from "./coverage.ts";
import { ladderPriorOf } from "./priors/ladder-prior-of.ts";

const instrument = {
  exchange: "binance",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
  liquidationFeed: { exchanges: ["binance"], sampling: "complete" },
} as const;

test("a market that begins without any open interest keeps what is believed of its feed", () => {
  const coverage = createCoverage(instrument, ladderPriorOf(instrument));
  const believed = coverageShare(coverage);
  weighCoverage(coverage, 0);
  expect(coverageShare(coverage)).toBe(believed);
  holdForced(coverage, { forcedUsd: 0, ms: 60_000 });
  learnCoverage(coverage, { printedUsd: 0, overMs: 60_000 });
  expect(coverageShare(coverage)).toBeCloseTo(believed, 12);
});
