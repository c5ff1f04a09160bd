import { z } from "zod";
import { AppError } from "#core/app-error.ts";
import type { Past, PastDesk } from "#pipeline/past/past-desk.ts";
import type { Hub } from "#pipeline/hub.ts";

/** Query field of every route that can tell what was known at an earlier instant. */
export const instantSchema = z.coerce
  .number("epoch ms")
  .int("epoch ms")
  .nonnegative("epoch ms")
  .optional()
  .describe("Epoch ms: what was known then, to the whole minute before. Nothing in the reply is of a later time");

/** What was known at the asked instant; undefined when none was asked for: now. Throws `bad-input` for one that has not come yet. */
export function pastOf({ hub, past }: { readonly hub: Hub; readonly past: PastDesk }, at: number | undefined): Past | undefined {
  if (at === undefined) return undefined;
  if (at > hub.now()) throw new AppError("bad-input", `at: ${at} has not come yet, it is ${hub.now()}`);
  return past.at(at);
}

/** In words, why there is no map of a market at an instant. */
export function noMapThen(
  { id, firstTime, lastTime }: { readonly id: string; readonly firstTime: number | null; readonly lastTime: number | null },
  at: number,
): AppError {
  const stored = firstTime === null || lastTime === null ? "nothing is stored of it" : `stored are ${isoOf(firstTime)} to ${isoOf(lastTime)}`;
  return new AppError("not-found", `${id} has no map at ${isoOf(at)}: ${stored}`);
}

const isoOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 16).replace("T", " ");
