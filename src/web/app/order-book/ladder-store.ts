import { create } from "zustand";
import type { PointedRow } from "./ladder-host.ts";

/** The row of the order-book ladder that is pointed at. Written by the chart area only. */
export const useLadder = create<{ readonly pointed: PointedRow | undefined }>(() => ({ pointed: undefined }));
