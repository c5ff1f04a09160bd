import type { SideBar } from "#web/panes/pane.ts";

/** Running total of what takers bought less what they sold, USD, from the first bar on; null, and nothing added, where it is not known. */
export function cumulativeDelta(bars: readonly Pick<SideBar, "takerDeltaUsd">[]): readonly (number | null)[] {
  let totalUsd = 0;
  return bars.map(({ takerDeltaUsd }) => (takerDeltaUsd === null ? null : (totalUsd += takerDeltaUsd)));
}

/** Who is in it, where some exchanges do not say who the taker was. */
export function takersNote(bars: readonly Pick<SideBar, "takersOf">[]): string | undefined {
  const names = [...new Set(bars.flatMap(({ takersOf = [] }) => takersOf))];
  return names.length === 0 ? undefined : `${names.join(", ")} only`;
}
