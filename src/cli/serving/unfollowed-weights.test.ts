import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { warnOfUnfollowedWeights } from "./unfollowed-weights.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("says once, and only when nobody is asked for markets any more, whose weights are for nothing", () => {
  const followed = new Set<string>();
  const said: string[] = [];
  let asking = true;
  const hub = { preparing: () => (asking ? { sentence: "asking" } : undefined), market: (id: string) => (followed.has(id) ? {} : undefined) };
  warnOfUnfollowedWeights(hub, ["binance:BTCUSDT", "binance:NOSUCH"], (id) => said.push(id));
  vi.advanceTimersByTime(5000);
  expect(said).toEqual([]);
  followed.add("binance:BTCUSDT");
  asking = false;
  vi.advanceTimersByTime(5000);
  expect(said).toEqual(["binance:NOSUCH"]);
});
