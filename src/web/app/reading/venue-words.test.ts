import { expect, test } from "vitest";
import { venueWords } from "./venue-words.ts";

const NAMES = { nameOf: (market: string) => market.toUpperCase(), most: 2 };
const venues = (...usd: number[]) => usd.map((amount, index) => ({ market: "abcde"[index], usd: amount }));

test("who holds a cell is named by size, the smallest only counted", () => {
  expect(venueWords(venues(30, 620, 350), NAMES)).toBe("3/3 B 62 %, C 35 % +1");
  expect(venueWords(venues(0, 100), NAMES)).toBe("1/2 B 100 %");
});

test("what is less than a hundredth holds nothing worth a name, and of nothing nobody holds anything", () => {
  expect(venueWords(venues(1000, 9, 500), { ...NAMES, most: 5 })).toBe("2/3 A 66 %, C 33 %");
  expect(venueWords(venues(0, 0), NAMES)).toBe("none");
});
