import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { createCrowd } from "./crowd.ts";
import { instrumentsOf } from "./crowd-instruments.conformance.ts";
import { openInterestLots } from "./market-state.ts";
import type { Recorder } from "./recorder.ts";
import { FUND_LONG_ACCOUNT, FUND_SHORT_ACCOUNT } from "./trader-accounts.ts";
import { tradeOf } from "./trade-ring.ts";

const START = Date.UTC(2026, 0, 1);

function publicRecorder(coin: string, seed: string): Recorder {
  const crowd = createCrowd({ seed, coin, start: START, instruments: instrumentsOf(coin, START), keepDays: 1 });
  const found = crowd.recorders.find(({ market }) => market.profile.accounts === "public");
  if (found === undefined) throw new Error("no exchange with public accounts");
  return found;
}

describe("an exchange with public accounts", () => {
  const recorder = publicRecorder("BTC", "accounts");
  const { market, trades } = recorder;
  const { accounts } = recorder;
  if (accounts === undefined) throw new Error("no register");
  const { lotSize, marginModel } = market.profile;
  const signedLots = (address: string): number => {
    const position = accounts.positionOf(address);
    return position === undefined ? 0 : Math.round(((position.side === "long" ? 1 : -1) * position.size) / lotSize);
  };
  recorder.advanceTo(START + MINUTE_MS);
  const before = new Map(accounts.holders().map((address) => [address, signedLots(address)]));
  const firstId = trades.nextId;
  recorder.advanceTo(START + 2 * HOUR_MS);
  const forced = recorder.takeForced();

  it("names a buyer and a seller of every trade, whose holdings change by exactly what they traded", () => {
    const traded = new Map<string, number>();
    const fund = [FUND_LONG_ACCOUNT, FUND_SHORT_ACCOUNT].map((account) => accounts.addressOf(account));
    for (let id = firstId; id < trades.nextId; id++) {
      const trade = tradeOf(trades, id);
      if (trade.accounts === undefined) throw new Error("a trade without accounts");
      expect(trade.accounts.buyer).not.toBe(trade.accounts.seller);
      for (const [account, sign] of [[trade.accounts.buyer, 1] as const, [trade.accounts.seller, -1] as const]) {
        const address = accounts.addressOf(account);
        traded.set(address, (traded.get(address) ?? 0) + sign * trade.lots);
      }
    }
    // What the insurance fund takes over of a bankrupt position is no trade.
    const takenOver = new Set([...fund, ...forced.filter(({ lots, filledLots }) => filledLots < lots).map(({ account }) => accounts.addressOf(account ?? 0))]);
    expect(traded.size).toBeGreaterThan(100);
    for (const [address, lots] of traded) if (!takenOver.has(address)) expect(signedLots(address)).toBe((before.get(address) ?? 0) + lots);
  });

  it("shows all of open interest", () => {
    const held = accounts.holders().map(signedLots);
    expect(new Set(accounts.holders()).size).toBe(held.length);
    const longs = held.filter((lots) => lots > 0).reduce((sum, lots) => sum + lots, 0);
    const netted = Math.min(market.makers.arbitrageLong, market.makers.arbitrageShort);
    expect(longs + netted).toBe(openInterestLots(market));
    expect(held.reduce((sum, lots) => sum + lots, 0)).toBe(0);
  });

  it("shows positions as their margin rule has them", () => {
    const positions = accounts.holders().flatMap((address) => accounts.positionOf(address) ?? []);
    const reachable = positions.filter(({ liquidationPrice }) => liquidationPrice !== undefined);
    expect(reachable.length / positions.length).toBeGreaterThan(0.5);
    for (const {
      side,
      size,
      entry,
      equityUsd,
      unrealizedProfitUsd,
      liquidationPrice,
      leverage,
      maxLeverage,
      marginMode,
      notionalUsd,
      marginUsedUsd,
    } of reachable) {
      const margin = equityUsd - unrealizedProfitUsd;
      expect(marginModel.liquidationPrice({ contract: "linear", side, entry, size, margin }, market.brackets)).toBeCloseTo(liquidationPrice ?? 0, 4);
      expect(Number.isInteger(leverage)).toBe(true);
      expect(leverage).toBeGreaterThanOrEqual(1);
      expect(leverage).toBeLessThanOrEqual(maxLeverage);
      expect(marginUsedUsd).toBeCloseTo(marginMode === "cross" ? notionalUsd / leverage : equityUsd, 6);
    }
    expect(new Set(reachable.map(({ marginMode }) => marginMode)).size).toBe(2);
  });

  it("can be asked for an account that no trade has named, as after a restart", () => {
    const again = publicRecorder("BTC", "accounts");
    again.advanceTo(START + 2 * HOUR_MS);
    for (const address of accounts.holders().slice(0, 100)) expect(again.accounts?.positionOf(address)).toEqual(accounts.positionOf(address));
  });

  it("knows nobody by a name that it never showed", () => expect(accounts.positionOf(`0x${"0".repeat(40)}`)).toBeUndefined());

  it("has accounts with positions in two coins, of which at most one is cross", () => {
    const other = publicRecorder("ETH", "accounts").accounts;
    if (other === undefined) throw new Error("no register");
    const here = new Set(accounts.holders());
    const both = other.holders().filter((address) => here.has(address));
    expect(both.length).toBeGreaterThan(10);
    for (const address of both)
      expect([accounts.positionOf(address), other.positionOf(address)].filter((position) => position?.marginMode === "cross").length).toBeLessThanOrEqual(1);
  });
});

it("keeps who holds what to itself elsewhere", () => {
  const crowd = createCrowd({ seed: "private", coin: "BTC", start: START, instruments: instrumentsOf("BTC", START).slice(0, 1), keepDays: 1 });
  crowd.advanceTo(START + MINUTE_MS);
  const [{ accounts, trades }] = crowd.recorders;
  expect(accounts).toBeUndefined();
  expect(tradeOf(trades, 1).accounts).toBeUndefined();
});
