import { HEAT_LEVELS, WINDOWS, type WindowName } from "#core/heat-levels.ts";
import type { MarketMessage } from "#wire/messages.ts";
import { formatAge, formatSpan } from "#web/ui/format.ts";

export interface WindowChoice {
  readonly name: WindowName;
  /** Why it cannot be chosen now; undefined when it can. */
  readonly closedBecause: string | undefined;
}

type Stored = Pick<MarketMessage, "firstTime" | "lastTime" | "finestLevel">;

/** Fewest columns that make a picture. */
const LEAST_COLUMNS = 10;
/** Least share of a window that has to be stored. */
const LEAST_SHARE = 0.4;

/** The windows, with the reason for each that this market's stored history cannot fill. */
export function windowChoices(market: Stored | undefined): WindowChoice[] {
  return WINDOWS.map(({ name }) => ({ name, closedBecause: market && closedBecause(name, market) }));
}

/** Level of detail that a window starts from in a market. */
export const levelOfWindow = (name: WindowName, { finestLevel }: Pick<Stored, "finestLevel">): number => Math.max(windowNamed(name).level, finestLevel);

export const windowNamed = (name: WindowName): (typeof WINDOWS)[number] => WINDOWS.find((window) => window.name === name) ?? WINDOWS[4];

function closedBecause(name: WindowName, market: Stored): string | undefined {
  const { spanMs } = windowNamed(name);
  const { columnMs } = HEAT_LEVELS[levelOfWindow(name, market)];
  if (spanMs / columnMs < LEAST_COLUMNS) return `The finest columns of this market are ${formatSpan(columnMs)} long`;
  if (market.firstTime === null || market.lastTime === null) return undefined;
  const storedMs = market.lastTime - market.firstTime;
  return storedMs < spanMs * LEAST_SHARE ? `Only ${formatAge(storedMs)} of history is stored yet` : undefined;
}
