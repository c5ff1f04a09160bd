import { create } from "zustand";
import type { LevelsGrid } from "#wire/frames.ts";

/** The book of the market and layer on screen. Written by the chart area only, as often as the stream brings it. */
export const useBook = create<{ readonly grid: LevelsGrid | undefined }>(() => ({ grid: undefined }));
