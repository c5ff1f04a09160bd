import type { ExchangeReport } from "./check-exchange.ts";
import { type Finding, duration, note, ok, warning } from "./finding.ts";
import { NOTABLE_SKEW_MS } from "./judge-listening.ts";

/** Whose clock is wrong: ours, when most exchanges agree that it is; else that of the exchange that differs. */
export function checkClock(reports: readonly ExchangeReport[]): Finding {
  const told = reports.flatMap(({ label, skewMs }) => (skewMs === null ? [] : [{ label, skewMs }])).toSorted((a, b) => a.skewMs - b.skewMs);
  if (told.length === 0) return note("clock", "this machine's clock could not be compared: no exchange told its time");
  const { skewMs } = told[Math.floor(told.length / 2)];
  if (Math.abs(skewMs) >= NOTABLE_SKEW_MS)
    return warning(
      "clock",
      `this machine's clock is ${duration(Math.abs(skewMs))} ${skewMs > 0 ? "slow" : "fast"}: let it be set over the network (NTP), or trades come into the wrong minute`,
    );
  const odd = told.filter((each) => Math.abs(each.skewMs) >= NOTABLE_SKEW_MS);
  if (odd.length > 0) return warning("clock", `this machine's clock is right, that of ${odd.map(({ label }) => label).join(", ")} is not`);
  return ok(
    "clock",
    `the clock agrees with ${told.map(({ label }) => label).join(", ")} to ${duration(Math.max(...told.map((each) => Math.abs(each.skewMs))))}`,
  );
}
