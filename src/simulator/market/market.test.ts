import { describe, expect, it } from "vitest";
import { LONG, SHORT } from "#core/position-side.ts";
import { MINUTE_MS } from "#core/units.ts";
import { binanceUsdm } from "#engine/margin/binance-usdm.ts";
import { hyperliquid } from "#engine/margin/hyperliquid.ts";
import { LINEAR_EXCHANGE } from "./linear-exchange.conformance.ts";
import { createMarket, tick } from "./market.ts";
import { type MarketState, openInterestLots, positionOf } from "./market-state.ts";
import { HEDGED } from "./positions.ts";
import { TAKER_BUY } from "./tape.ts";

const START = Date.UTC(2026, 0, 1);
const TICKS_PER_MINUTE = 24;

function crowdLots({ positions }: MarketState): [number, number] {
  const lots: [number, number] = [0, 0];
  for (let slot = 0; slot < positions.used; slot++) if (positions.open[slot] === 1) lots[positions.side[slot] === LONG ? LONG : SHORT] += positions.lots[slot];
  return lots;
}

describe("conservation", () => {
  const market = createMarket({ seed: "conservation", coin: "ETH", start: START, exchange: LINEAR_EXCHANGE });
  const before = { ...market.ledger, openInterest: openInterestLots(market) };
  const minutes: { change: number; volume: number; printed: number; printedBuys: number; ledger: MarketState["ledger"]; takerBuys: number }[] = [];
  let last = before;
  for (let minute = 0; minute < 6 * 60; minute++) {
    let printed = 0;
    let printedBuys = 0;
    for (let i = 0; i < TICKS_PER_MINUTE; i++) {
      tick(market);
      for (let at = 0; at < market.tape.count; at++) {
        printed += market.tape.lots[at];
        if (market.tape.takers[at] === TAKER_BUY) printedBuys += market.tape.lots[at];
      }
    }
    const now = { ...market.ledger, openInterest: openInterestLots(market) };
    const change = now.openInterest - last.openInterest;
    minutes.push({ change, volume: now.volume - last.volume, printed, printedBuys, ledger: now, takerBuys: now.takerBuyVolume - last.takerBuyVolume });
    last = now;
  }

  it("has as many longs as shorts, and both are the sum of who holds them", () => {
    const { makers } = market;
    const [longs, shorts] = crowdLots(market);
    expect(longs).toBe(market.crowdLots[LONG]);
    expect(shorts).toBe(market.crowdLots[SHORT]);
    expect(longs + makers.long + makers.fundLong).toBe(openInterestLots(market));
    expect(shorts + makers.short + makers.fundShort).toBe(openInterestLots(market));
  });

  it("gives every trade a buyer and a seller who each open, close or churn", () => {
    for (const { ledger } of minutes) {
      expect(ledger.openedLong + ledger.closedShort + ledger.churn).toBe(ledger.volume);
      expect(ledger.openedShort + ledger.closedLong + ledger.churn).toBe(ledger.volume);
      expect(ledger.openedLong - ledger.closedLong - (before.openedLong - before.closedLong)).toBe(
        ledger.openedShort - ledger.closedShort - (before.openedShort - before.closedShort),
      );
    }
    const { openedLong, closedLong } = market.ledger;
    expect(openedLong - closedLong - (before.openedLong - before.closedLong)).toBe(openInterestLots(market) - before.openInterest);
  });

  it("prints exactly its volume, and open interest never changes by more than was traded", () => {
    for (const { change, volume, printed, printedBuys, takerBuys } of minutes) {
      expect(printed).toBe(volume);
      expect(printedBuys).toBe(takerBuys);
      expect(Math.abs(change)).toBeLessThanOrEqual(volume);
    }
    expect(minutes.some(({ change }) => change > 0)).toBe(true);
    expect(minutes.some(({ change }) => change < 0)).toBe(true);
  });
});

describe("liquidations", () => {
  const market = createMarket({ seed: "liquidations", coin: "BTC", start: START, exchange: LINEAR_EXCHANGE });
  const forced = Array.from({ length: 1_440 * TICKS_PER_MINUTE }, () => {
    const { mark } = market;
    tick(market);
    return market.tape.forced.map((order) => ({ order, mark }));
  }).flat();

  it("happen on both sides", () => {
    expect(forced.filter(({ order }) => order.side === LONG).length).toBeGreaterThan(5);
    expect(forced.filter(({ order }) => order.side === SHORT).length).toBeGreaterThan(5);
  });

  it("fall due exactly when equity at the mark is no more than Binance's maintenance", () => {
    for (const { order, mark } of forced) {
      const size = order.lots * market.profile.lotSize;
      const position = { contract: "linear", side: order.side === LONG ? "long" : "short", entry: order.entry, size, margin: order.margin } as const;
      const sign = order.side === LONG ? 1 : -1;
      const equity = order.margin + sign * size * (mark - order.entry);
      expect(order.mark).toBe(mark);
      expect(equity).toBeLessThanOrEqual(binanceUsdm.maintenance(position, mark, market.brackets) + 1e-6 * size * mark);
      expect(order.liquidationPrice).toBe(binanceUsdm.liquidationPrice(position, market.brackets));
    }
  });

  it("fill no worse than the bankruptcy price, and what is not filled goes to the insurance fund", () => {
    for (const { order } of forced) {
      expect(order.filledLots).toBeLessThanOrEqual(order.lots);
      if (order.filledLots === 0) continue;
      const sign = order.side === LONG ? 1 : -1;
      expect(sign * (order.averagePrice - order.bankruptcyPrice)).toBeGreaterThanOrEqual(-market.profile.tickSize);
    }
  });

  it("leave nobody standing whose liquidation price the mark has passed", () => {
    const { positions } = market;
    const markBefore = market.mark;
    tick(market);
    for (let slot = 0; slot < positions.used; slot++) {
      if (positions.open[slot] === 0) continue;
      const liquidation = positions.liquidation[slot];
      if (positions.mode[slot] === HEDGED) expect(liquidation).toBeNaN();
      else if (Number.isNaN(liquidation)) expect(binanceUsdm.liquidationPrice(positionOf(market, slot), market.brackets)).toBeUndefined();
      else if (positions.side[slot] === LONG && positions.entry[slot] > liquidation * 1.02) expect(liquidation).toBeLessThan(markBefore);
    }
  });
});

it("goes by the margin rule of the exchange that lists it", () => {
  const { positions, brackets, profile } = createMarket({
    seed: "liquidations",
    coin: "BTC",
    start: START,
    exchange: { marginModel: hyperliquid, symbolOf: (coin) => coin },
  });
  expect(profile.symbol).toBe("BTC");
  const slots = Array.from({ length: positions.used }, (_, slot) => slot);
  const standing = slots.filter((slot) => positions.open[slot] === 1 && !Number.isNaN(positions.liquidation[slot]));
  expect(standing.length).toBeGreaterThan(10_000);
  for (const slot of standing) {
    const size = positions.lots[slot] * profile.lotSize;
    const sign = positions.side[slot] === LONG ? 1 : -1;
    const equity = positions.margin[slot] + sign * size * (positions.liquidation[slot] - positions.entry[slot]);
    expect(equity / (size * positions.liquidation[slot])).toBeCloseTo(0.0125, 9);
  }
  expect(brackets[0].maxLeverage).toBe(40);
});

function run(seed: string): number[] {
  const market = createMarket({ seed, coin: "SOL", start: START, exchange: LINEAR_EXCHANGE });
  while (market.time < START + 10 * MINUTE_MS) tick(market);
  return [market.last, market.mark, openInterestLots(market), market.ledger.volume];
}

describe("seeds", () => {
  const [first, again, other] = [run("one"), run("one"), run("two")];

  it("make the same market again, and another one from another seed", () => {
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});
