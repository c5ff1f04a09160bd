import { create } from "zustand";
import type { ChartSession } from "./chart-session-parts.ts";

/** The chart that is on the page, for tools beside it. Written by the chart area only. */
export const useChartSession = create<{ readonly session: ChartSession | undefined }>(() => ({ session: undefined }));
