import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { useLive } from "#web/app/connection/live-store.ts";
import { useChartReport } from "#web/app/reading/reading-store.ts";
import { useLiveMarket } from "#web/app/markets/use-markets.ts";
import { useView } from "#web/app/view/view-store.ts";
import { windowNamed } from "#web/app/view/window-choices.ts";
import { leave, pause, seek, useReplay } from "./replay-store.ts";
import { stepLengthMs } from "./step-by.ts";
import { type StoredSpan, nearestStored, stepped, storedSpan } from "./stored-span.ts";

/** The way in and out. */
export interface ReplayEntry {
  /** Undefined while nothing is stored. */
  readonly span: StoredSpan | undefined;
  /** Whether there is a now to go back to; else there is only the end of what is stored. */
  readonly isLive: boolean;
  /** Enters where there is something to see go by, a quarter of the window back. */
  readonly enter: () => void;
  readonly leave: () => void;
  /** To the nearest stored instant. */
  readonly goTo: (timeMs: number) => void;
}

export interface ReplayControls extends ReplayEntry {
  /** The instant that is shown; of a server of stored history that where its data end. Undefined: now. */
  readonly at: number | undefined;
  /** Whether the instant is the newest that is stored. */
  readonly isAtEnd: boolean;
  /** By what is chosen: a column of the level on screen, or so many minutes. */
  readonly step: (direction: 1 | -1) => void;
}

/** A window's share that is left to play when the replay is entered. */
const ENTERED_BACK = 0.25;

/** How the replay is entered and left. Does not follow the instant: what only leads there is not drawn anew with every step. */
export function useReplayEntry(): ReplayEntry {
  const market = useLiveMarket();
  const window = useView((view) => view.window);
  const isLive = useLive(({ source }) => source !== "replay");
  const span = market && storedSpan(market);
  function goTo(timeMs: number): void {
    if (!span) return;
    const nearest = nearestStored(span, timeMs);
    if (nearest >= span.lastMs && !isLive) leave();
    else seek(nearest);
  }
  function enter(): void {
    if (!span) return;
    // Where a column ends: of one that has begun the minutes would have to be waited for.
    const { columnMs } = HEAT_LEVELS[useChartReport.getState().level ?? 0];
    goTo(Math.floor((span.lastMs - windowNamed(window).spanMs * ENTERED_BACK) / columnMs) * columnMs);
  }
  return { span, isLive, enter, leave, goTo };
}

/** What the replay bar and its keys do. */
export function useReplayControls(): ReplayControls {
  const entry = useReplayEntry();
  const { span, isLive, goTo } = entry;
  const replayed = useReplay((replay) => replay.at);
  const at = replayed ?? (isLive ? undefined : span?.lastMs);
  return {
    ...entry,
    at,
    isAtEnd: at !== undefined && span !== undefined && at >= span.lastMs,
    step(direction) {
      const level = useChartReport.getState().level ?? 0;
      pause();
      if (at !== undefined) goTo(stepped(at, stepLengthMs(useReplay.getState().stepBy, HEAT_LEVELS[level].columnMs), direction));
    },
  };
}
