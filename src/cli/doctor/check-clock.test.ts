import { expect, test } from "vitest";
import { checkClock } from "./check-clock.ts";
import type { ExchangeReport } from "./check-exchange.ts";

const report = (label: string, skewMs: number | null): ExchangeReport => ({
  exchange: label.toLowerCase(),
  label,
  verdict: "usable",
  symbol: null,
  restMs: 1,
  skewMs,
  streams: [],
  findings: [],
});

test.each([
  ["ok", [120, -40, null], "agrees with Beta, Alpha to 120 ms"],
  ["warning", [34_000, 33_500, 90], "clock is 33.5 s slow"],
  ["warning", [-34_000, -33_500], "s fast"],
  ["warning", [60, -40, 9_000], "is right, that of Gamma is not"],
  ["note", [null, null], "no exchange told its time"],
] as const)("is %s when exchanges differ by %j ms", (level, skews, words) => {
  const reports = skews.map((skewMs, i) => report(["Alpha", "Beta", "Gamma"][i], skewMs));
  expect(checkClock(reports)).toEqual({ level, about: "clock", says: expect.stringContaining(words) as string });
});
