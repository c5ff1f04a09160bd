import type { MarketMessage } from "#wire/messages.ts";
import { STEP_MS, wholeStep } from "./replay-clock.ts";

/** What is stored of a market, epoch ms. */
export interface StoredSpan {
  /** The first instant of which there is a map, and the last. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Stretches in which nobody listened, oldest first. */
  readonly holes: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/** Undefined while nothing is stored. */
export function storedSpan({ firstTime, lastTime, stepMs, holes }: Pick<MarketMessage, "firstTime" | "lastTime" | "stepMs" | "holes">): StoredSpan | undefined {
  if (firstTime === null || lastTime === null) return undefined;
  const firstMs = wholeStep(firstTime) + Math.max(stepMs, STEP_MS);
  if (firstMs > lastTime) return undefined;
  const within = holes.filter(({ from, to }) => to > firstMs && from < lastTime);
  return { firstMs, lastMs: wholeStep(lastTime), holes: within.map(({ from, to }) => ({ fromMs: Math.max(from, firstMs), toMs: Math.min(to, lastTime) })) };
}

/** The nearest instant of which something is stored. */
export const nearestStored = ({ firstMs, lastMs }: StoredSpan, timeMs: number): number => wholeStep(Math.min(lastMs, Math.max(firstMs, timeMs)));

/** The hole that an instant lies in. */
export const holeAt = ({ holes }: StoredSpan, timeMs: number): StoredSpan["holes"][number] | undefined =>
  holes.find(({ fromMs, toMs }) => timeMs > fromMs && timeMs <= toMs);

/** The next edge of a column of `columnMs` from an instant on, or back. */
export function stepped(timeMs: number, columnMs: number, direction: 1 | -1): number {
  const column = timeMs / columnMs;
  return (direction > 0 ? Math.floor(column) + 1 : Math.ceil(column) - 1) * columnMs;
}
