import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { useLive } from "#web/app/live-store.ts";
import { useChartReport } from "#web/app/reading-store.ts";
import { useLiveMarket } from "#web/app/use-markets.ts";
import { useView } from "#web/app/view-store.ts";
import { windowNamed } from "#web/app/window-choices.ts";
import { leave, pause, seek, useReplay } from "./replay-store.ts";
import { type StoredSpan, nearestStored, stepped, storedSpan } from "./stored-span.ts";

export interface ReplayControls {
  /** The instant that is shown; of a server of stored history that where its data end. Undefined: now. */
  readonly at: number | undefined;
  /** Undefined while nothing is stored. */
  readonly span: StoredSpan | undefined;
  /** Whether the instant is the newest that is stored. */
  readonly isAtEnd: boolean;
  /** Whether there is a now to go back to; else there is only the end of what is stored. */
  readonly isLive: boolean;
  /** Enters where there is something to see go by, a quarter of the window back. */
  readonly enter: () => void;
  readonly leave: () => void;
  /** By one column of the level on screen. */
  readonly step: (direction: 1 | -1) => void;
  /** To the nearest stored instant. */
  readonly goTo: (timeMs: number) => void;
}

/** A window's share that is left to play when the replay is entered. */
const ENTERED_BACK = 0.25;

/** What the replay bar and its keys do. */
export function useReplayControls(): ReplayControls {
  const market = useLiveMarket();
  const window = useView((view) => view.window);
  const isLive = useLive(({ source }) => source !== "replay");
  const span = market && storedSpan(market);
  const replayed = useReplay((replay) => replay.at);
  const at = replayed ?? (isLive ? undefined : span?.lastMs);
  function goTo(timeMs: number): void {
    if (!span) return;
    const nearest = nearestStored(span, timeMs);
    if (nearest >= span.lastMs && !isLive) leave();
    else seek(nearest);
  }
  return {
    at,
    span,
    isAtEnd: at !== undefined && span !== undefined && at >= span.lastMs,
    isLive,
    enter: () => span && goTo(span.lastMs - windowNamed(window).spanMs * ENTERED_BACK),
    leave,
    step(direction) {
      const level = useChartReport.getState().level ?? 0;
      pause();
      if (at !== undefined) goTo(stepped(at, HEAT_LEVELS[level].columnMs, direction));
    },
    goTo,
  };
}
