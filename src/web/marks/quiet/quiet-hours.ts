import type { SideBar } from "#web/panes/pane.ts";

export interface QuietSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

const HOUR_MS = 3_600_000;
/** Share of the median hour's volume below which an hour is quiet. */
export const QUIET_SHARE = 0.5;
/** Hours that make a median worth the name. */
const LEAST_HOURS = 12;

/** Whole hours that traded less than {@link QUIET_SHARE} of the median hour of these bars; neighbours are one span. None when a bar is longer than an hour. */
export function quietHours(bars: readonly Pick<SideBar, "openTime" | "volumeUsd">[], barMs: number): QuietSpan[] {
  const hours = wholeHours(bars, barMs);
  if (hours.length < LEAST_HOURS) return [];
  const median = hours.map(({ usd }) => usd).toSorted((a, b) => a - b)[Math.floor(hours.length / 2)];
  const spans: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, usd } of hours) {
    if (usd >= QUIET_SHARE * median) continue;
    const last = spans.at(-1);
    if (last?.toMs === fromMs) last.toMs += HOUR_MS;
    else spans.push({ fromMs, toMs: fromMs + HOUR_MS });
  }
  return spans;
}

/** Hours of which every bar is known; the newest is left out, since it is still being traded. */
function wholeHours(bars: readonly Pick<SideBar, "openTime" | "volumeUsd">[], barMs: number): { fromMs: number; usd: number }[] {
  const hours = new Map<number, { usd: number; bars: number }>();
  for (const { openTime, volumeUsd } of bars) {
    if (volumeUsd === null) continue;
    const fromMs = Math.floor(openTime / HOUR_MS) * HOUR_MS;
    const hour = hours.get(fromMs) ?? { usd: 0, bars: 0 };
    hours.set(fromMs, { usd: hour.usd + volumeUsd, bars: hour.bars + 1 });
  }
  const newest = bars.at(-1)?.openTime ?? 0;
  return [...hours].flatMap(([fromMs, { usd, bars: count }]) => (count * barMs === HOUR_MS && fromMs + HOUR_MS <= newest ? [{ fromMs, usd }] : []));
}
