import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LONG, SHORT } from "#core/position-side.ts";
import { HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { type Crowd, createCrowd } from "./crowd.ts";
import { idOf, instrumentsOf } from "./crowd-instruments.conformance.ts";
import { type MarketState, openInterestLots } from "./market-state.ts";

const START = Date.UTC(2026, 0, 1);
const create = (seed: string, instruments = instrumentsOf("SOL", START)) => createCrowd({ seed, coin: "SOL", start: START, instruments, keepDays: 1 });

function expectConserved(market: MarketState, before: MarketState["ledger"]): void {
  const { positions, makers, ledger, crowdLots } = market;
  const held: [number, number] = [0, 0];
  for (let slot = 0; slot < positions.used; slot++) if (positions.open[slot] === 1) held[positions.side[slot] === LONG ? LONG : SHORT] += positions.lots[slot];
  expect(held).toEqual([...crowdLots]);
  expect(crowdLots[LONG] + makers.long + makers.fundLong + makers.arbitrageLong).toBe(openInterestLots(market));
  expect(crowdLots[SHORT] + makers.short + makers.fundShort + makers.arbitrageShort).toBe(openInterestLots(market));
  const change = (name: keyof MarketState["ledger"]) => ledger[name] - before[name];
  expect(change("openedLong") + change("closedShort") + change("churn")).toBe(change("volume"));
  expect(change("openedShort") + change("closedLong") + change("churn")).toBe(change("volume"));
  if (makers.desks === undefined) return;
  const desks = [...makers.desks.held];
  expect(desks.filter((lots) => lots > 0).reduce((sum, lots) => sum + lots, 0)).toBe(makers.long);
  expect(desks.filter((lots) => lots < 0).reduce((sum, lots) => sum - lots, 0)).toBe(makers.short);
}

const COMMANDS = {
  crash: (crowd: Crowd) => crowd.jump({ fraction: -0.3, overMs: MINUTE_MS }),
  rise: (crowd: Crowd) => crowd.jump({ fraction: 0.3, overMs: MINUTE_MS }),
  burst: (crowd: Crowd) => crowd.burst({ factor: 20, durationMs: MINUTE_MS }),
  delist: (crowd: Crowd) => crowd.delist({ exchange: "bybit", symbol: "SOLUSDT" }),
};

it("conserves every contract on every instrument, whatever is commanded", () => {
  const command = fc.constantFrom(...(Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]));
  fc.assert(
    fc.property(fc.nat(1_000), fc.array(command, { minLength: 1, maxLength: 3 }), (seed, commands) => {
      const crowd = create(`conserved ${seed}`);
      const before = crowd.recorders.map(({ market }) => ({ ...market.ledger, openInterest: openInterestLots(market) }));
      for (const [turn, name] of commands.entries()) {
        COMMANDS[name](crowd);
        crowd.advanceTo(START + (turn + 1) * 3 * MINUTE_MS);
        for (const [i, { market }] of crowd.recorders.entries()) {
          const { ledger } = market;
          expectConserved(market, before[i]);
          const opened = ledger.openedLong - ledger.closedLong - (before[i].openedLong - before[i].closedLong);
          expect(openInterestLots(market)).toBe(before[i].openInterest + opened - (ledger.settled - before[i].settled));
        }
      }
    }),
    { numRuns: 4 },
  );
});

describe("on command", () => {
  it("falls by 30 % in a minute, and forces far more than before, on every instrument", () => {
    const crowd = create("crash");
    crowd.advanceTo(START + 10 * MINUTE_MS);
    for (const recorder of crowd.recorders) recorder.takeForced();
    const before = crowd.recorders.map(({ last }) => last);
    crowd.jump({ fraction: -0.3, overMs: MINUTE_MS });
    crowd.advanceTo(START + 12 * MINUTE_MS);
    let most = 0;
    for (const [i, recorder] of crowd.recorders.entries()) {
      expect(recorder.last / before[i]).toBeLessThan(0.75);
      expect(recorder.last / before[i]).toBeGreaterThan(0.4);
      const forced = recorder.takeForced();
      expect(forced.length).toBeGreaterThan(20);
      most = Math.max(most, forced.length);
      for (const order of forced) expect([LONG, SHORT]).toContain(order.side);
    }
    expect(most).toBeGreaterThan(1_000);
    const lasts = crowd.recorders.filter(({ market }) => market.profile.expiry === undefined).map(({ last }) => last);
    expect(Math.max(...lasts) / Math.min(...lasts)).toBeLessThan(1.05);
  });

  it("prints round trips in twenty times as many trades, of the same volume", () => {
    const [calm, busy] = [create("burst"), create("burst")];
    busy.burst({ factor: 20, durationMs: HOUR_MS });
    for (const crowd of [calm, busy]) crowd.advanceTo(START + 20 * MINUTE_MS);
    for (const [i, { trades, market }] of busy.recorders.entries()) {
      const other = calm.recorders[i];
      expect(trades.nextId / other.trades.nextId).toBeGreaterThan(8);
      const volume = (of: MarketState) => of.ledger.volume;
      expect(volume(market) / volume(other.market)).toBeGreaterThan(0.6);
      expect(volume(market) / volume(other.market)).toBeLessThan(1.6);
    }
  });

  it("delists: positions are settled, nothing trades there any more, the others go on", () => {
    const crowd = create("delisting");
    crowd.advanceTo(START + MINUTE_MS);
    crowd.delist({ exchange: "bybit", symbol: "SOLUSDT" });
    crowd.advanceTo(START + 2 * MINUTE_MS);
    const ids = crowd.recorders.map(({ trades }) => trades.nextId);
    crowd.advanceTo(START + 30 * MINUTE_MS);
    for (const [i, { market, trades, openInterestLots: lots, minutes }] of crowd.recorders.entries()) {
      const gone = idOf(market) === "bybit:SOLUSDT";
      expect(market.listing).toBe(gone ? "delisted" : "trading");
      expect(lots === 0).toBe(gone);
      expect(trades.nextId === ids[i]).toBe(gone);
      expect(minutes.endMinute - minutes.firstMinute).toBe(31);
    }
    expect(() => crowd.delist({ exchange: "bybit", symbol: "NONE" })).toThrow(/does not trade/);
  });

  it("delivers a dated future at its expiry, where its price has come down to the index", () => {
    const expiry = START + 40 * MINUTE_MS;
    const instruments = instrumentsOf("SOL", START).map((each) => (each.expiry === undefined ? each : { ...each, expiry }));
    const crowd = create("delivery", instruments);
    const future = crowd.recorders.find(({ market }) => market.profile.expiry !== undefined);
    if (future === undefined) throw new Error("no dated future");
    crowd.advanceTo(expiry - MINUTE_MS);
    expect(Math.abs(Math.log(future.market.mark / future.market.index))).toBeLessThan(0.002);
    expect(future.market.listing).toBe("trading");
    crowd.advanceTo(expiry + MINUTE_MS);
    expect(future.market.listing).toBe("delivered");
    expect(openInterestLots(future.market)).toBe(0);
  });
});
