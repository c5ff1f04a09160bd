import { expect, test } from "vitest";
import { formatRateOf, reachFigures, reachWords } from "./reach-words.ts";

test.each([
  [0, "0"],
  [0.003, "<1"],
  [0.124, "12"],
  [0.998, ">99"],
  [1, "100"],
])("a rate of %s is written %s", (rate, words) => expect(formatRateOf(rate)).toBe(words));

test("the words tell what was counted, and promise nothing", () => {
  const reach = [
    { horizonMs: 3_600_000, rate: 0.02, stretches: 700 },
    { horizonMs: 86_400_000, rate: 0.4, stretches: 29 },
  ];
  expect(reachWords({ reach, daysOfVolatility: 1.24 })).toBe(
    "1.2 times what price moves in a day now. Price went as far, up or down, within 1 h 2 % (of 700 stretches), 1 d 40 % (of 29 stretches). A count of distances in the past: no promise that price goes there.",
  );
});

test("a horizon of which too little is known keeps its place", () => {
  const known = (hours: number, rate: number) => ({ horizonMs: hours * 3_600_000, rate, stretches: 9 });
  const rates = (reach: Parameters<typeof reachFigures>[0]) => reachFigures(reach).map(({ rate }) => rate);
  expect(rates([known(1, 0.02), known(4, 0.121)])).toEqual(["2", "12", "–"]);
  expect(rates([known(1, 0), known(4, 0.004), known(24, 0.4)])).toEqual(["0", "<1", "40"]);
});
