import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS, asMs } from "#core/units.ts";
import type { AccountPosition } from "#exchanges/exchange.ts";
import { type AccountRegister, createAccountRegister } from "./account-register.ts";

const BTC = "hyperliquid:BTC";
const MARK = 60_000;
const open = (most = 1_000, markOf = () => MARK): AccountRegister => createAccountRegister({ most, markOf });
const holding = (account: string, usd: number, liquidationPrice?: number): AccountPosition => ({
  instrument: BTC,
  account,
  side: "long",
  size: usd / MARK,
  liquidationPrice,
  leverage: 5,
  entryLeverage: 5,
  asOf: asMs(0),
});

/** Looks at whoever is due, once a second, and says who was looked at how often. */
function lookFor(
  register: AccountRegister,
  { from, ms, most = 8 }: { from: number; ms: number; most?: number },
  holdings: Record<string, readonly AccountPosition[]>,
) {
  const looks: Record<string, number> = {};
  for (let now = from; now < from + ms; now += SECOND_MS) {
    for (const address of register.due(most, now)) {
      looks[address] = (looks[address] ?? 0) + 1;
      register.saw(address, holdings[address] ?? [], now);
    }
  }
  return looks;
}

test("the large, the near and those who trade are looked at more often than others", () => {
  const register = open();
  const holdings = {
    whale: [holding("whale", 6e7, 30_000)],
    small: [holding("small", 6e3, 30_000)],
    near: [holding("near", 6e3, 59_940)],
    unreachable: [holding("unreachable", 6e3)],
  };
  for (const address of Object.keys(holdings)) register.traded(address, 1_000, 0);
  const { whale, small, near, unreachable } = lookFor(register, { from: 0, ms: 4 * HOUR_MS }, holdings);
  expect(whale).toBeGreaterThan(900);
  expect(near).toBeGreaterThan(5 * small);
  expect(small).toBeGreaterThanOrEqual(4 * 2);
  expect(unreachable).toBe(small);
  register.traded("small", 1_000, 4 * HOUR_MS);
  const seen = lookFor(register, { from: 4 * HOUR_MS, ms: 15 * MINUTE_MS }, holdings);
  expect(seen.small).toBeGreaterThan(seen.unreachable ?? 0);
});

test("whoever the mark has run over is looked at within seconds, however small and however far it has run", () => {
  let mark = MARK;
  const register = open(1_000, () => mark);
  register.saw("run over", [holding("run over", 600, 54_000)], 0);
  register.saw("not yet", [holding("not yet", 600, 30_000)], 0);
  expect(register.due(8, 10 * SECOND_MS)).toEqual([]);
  mark = 40_000;
  expect(register.due(8, 10 * SECOND_MS)).toEqual(["run over"]);
});

test("a newcomer is looked at within a minute, sooner when it trades much", () => {
  const register = open();
  register.traded("much", 1_000_000, 0);
  register.traded("little", 10, 0);
  expect(register.due(8, SECOND_MS)).toEqual(["much"]);
  expect(register.due(8, MINUTE_MS)).toEqual(["little"]);
});

test("who is named is not named again before its look has ended", () => {
  const register = open();
  register.remember("known", 0);
  expect(register.due(8, HOUR_MS)).toEqual(["known"]);
  expect(register.due(8, 2 * HOUR_MS)).toEqual([]);
  register.passed("known", 2 * HOUR_MS);
  expect(register.due(8, 3 * HOUR_MS)).toEqual(["known"]);
});

test("an account that is found empty three times is forgotten, until it trades again", () => {
  const register = open();
  register.traded("gone", 1_000, 0);
  expect(lookFor(register, { from: 0, ms: 6 * HOUR_MS }, {})).toEqual({ gone: 3 });
  expect(register.size).toBe(0);
  register.traded("gone", 1_000, 6 * HOUR_MS);
  expect(lookFor(register, { from: 6 * HOUR_MS, ms: MINUTE_MS }, {})).toEqual({ gone: 1 });
});

test("the most overdue come first when there are more than can be looked at", () => {
  const register = open();
  for (let i = 0; i < 100; i++) register.traded(`a${i}`, 1_000, i * SECOND_MS);
  expect(register.due(3, HOUR_MS)).toEqual(["a0", "a1", "a2"]);
  expect(register.due(2, HOUR_MS)).toEqual(["a3", "a4"]);
});

test("a rush of newcomers leaves half of the looks to those who hold something", () => {
  const register = open();
  for (let i = 0; i < 20; i++) register.saw(`holder${i}`, [holding(`holder${i}`, 1e6, 30_000)], 0);
  for (let i = 0; i < 500; i++) register.traded(`newcomer${i}`, 1e6, 0);
  const named = register.due(8, 2 * MINUTE_MS);
  expect(named.filter((address) => address.startsWith("holder"))).toHaveLength(4);
  expect(named).toHaveLength(8);
  for (let i = 0; i < 200; i++) register.due(8, 2 * MINUTE_MS);
  expect(register.due(8, 2 * MINUTE_MS)).toEqual([]);
});

test("beyond its room those that hold the least are forgotten first", () => {
  const register = open(100);
  for (let i = 0; i < 50; i++) register.saw(`holder${i}`, [holding(`holder${i}`, 1_000 * (i + 1))], 0);
  for (let i = 0; i < 10_000; i++) register.traded(`passer${i}`, 10, i);
  expect(register.size).toBeLessThanOrEqual(100);
  expect(register.positions(BTC)).toHaveLength(50);
  expect(register.holders(2)).toEqual(["holder49", "holder48"]);
});
