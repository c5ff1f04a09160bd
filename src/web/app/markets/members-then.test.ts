import { expect, test } from "vitest";
import type { MarketMessage } from "#wire/messages.ts";
import { membersThen } from "./members-then.ts";

const combined = { members: [{ market: "a:BTC" }, { market: "b:BTC" }, { market: "c:BTC" }] } as unknown as Pick<MarketMessage, "members">;
const MARKETS = [
  { id: "a:BTC", firstTime: 100 },
  { id: "b:BTC", firstTime: 500 },
  { id: "c:BTC", firstTime: null },
];

test("exchanges that began later, or never, were not part of the map then", () => {
  expect(membersThen(combined, MARKETS, 300)).toEqual({ had: 1, of: 3 });
  expect(membersThen(combined, MARKETS, 900)).toEqual({ had: 2, of: 3 });
});

test("nothing is said where all were, and of one market", () => {
  expect(membersThen({ members: [combined.members![0]] }, MARKETS, 300)).toBeUndefined();
  expect(membersThen({ members: null }, MARKETS, 300)).toBeUndefined();
});
