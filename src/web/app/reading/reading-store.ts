import { create } from "zustand";
import type { PickedCluster } from "#web/panels/panel.ts";
import type { PickedCell } from "./picked-cell.ts";
import type { CrosshairReading } from "#web/app/session/scene.ts";

/** What the chart tells the page about itself. Written by the chart area only. */
export interface ChartReport {
  readonly reading: CrosshairReading | undefined;
  /** The cell that was clicked last, while it is explained. */
  readonly picked: PickedCell | undefined;
  /** The cluster that was picked in a panel. */
  readonly cluster: PickedCluster | undefined;
  /** The one that is pointed at in a panel. */
  readonly pointedCluster: PickedCluster | undefined;
  readonly level: number | undefined;
  readonly tilesLoading: number;
  /** Whether all of a map has been there once: what the first picture does not need waits for it. */
  readonly isPictured: boolean;
  readonly problem: string | undefined;
  /** Page clock at which it began. */
  readonly problemSince: number | undefined;
  /** The book on screen, when it was asked for instead of streamed; undefined: the stream brings it. */
  readonly book: RequestedBook | undefined;
}

export interface RequestedBook {
  /** The book's own instant, epoch ms: that of the newest candle beside it, too. */
  readonly time: number;
  readonly mark: number;
  /** Page clock at which it came. */
  readonly cameAt: number;
}

export const useChartReport = create<ChartReport>(() => ({
  reading: undefined,
  picked: undefined,
  cluster: undefined,
  pointedCluster: undefined,
  level: undefined,
  tilesLoading: 0,
  isPictured: false,
  problem: undefined,
  problemSince: undefined,
  book: undefined,
}));

/** Takes in how many tiles are on their way. */
export const reportLoading = (tilesLoading: number): void =>
  useChartReport.setState(({ isPictured }) => ({ tilesLoading, isPictured: isPictured || tilesLoading === 0 }));

/** Takes in what keeps the map from being whole; undefined: nothing does any more. */
export const reportProblem = (problem: string | undefined): void =>
  useChartReport.setState(({ problemSince }) => ({ problem, problemSince: problem === undefined ? undefined : (problemSince ?? Date.now()) }));
