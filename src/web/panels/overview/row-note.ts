import type { OverviewRow } from "#wire/overview.ts";
import { formatClock, formatZone } from "#web/ui/format.ts";

/** A coin whose book is older than the newest one by this is told apart. */
const LATE_AFTER_MS = 3 * 60_000;

/** What has to be known of a row before its figures: undefined where its book is as new as any. `newestMs`: instant of the newest book. */
export function rowNote({ asOf }: Pick<OverviewRow, "asOf">, newestMs: number): string | undefined {
  if (asOf === null) return "no map yet";
  return newestMs - asOf > LATE_AFTER_MS ? `as of ${formatClock(asOf)} ${formatZone(asOf)}` : undefined;
}
