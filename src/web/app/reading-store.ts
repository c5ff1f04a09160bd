import { create } from "zustand";
import type { CrosshairReading } from "./scene.ts";

/** What the chart tells the page about itself. Written by the chart area only. */
export interface ChartReport {
  readonly reading: CrosshairReading | undefined;
  readonly level: number | undefined;
  readonly tilesLoading: number;
  readonly problem: string | undefined;
}

export const useChartReport = create<ChartReport>(() => ({ reading: undefined, level: undefined, tilesLoading: 0, problem: undefined }));
