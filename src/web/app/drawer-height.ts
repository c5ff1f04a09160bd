import { create } from "zustand";
import { persist } from "zustand/middleware";

const LEAST_PX = 140;
/** What the chart keeps, of the page. */
const CHART_SHARE = 0.35;

/** Height of the drawer on a desk, kept by the browser. */
export const useDrawerHeight = create(persist<{ readonly heightPx: number }>(() => ({ heightPx: 300 }), { name: "powderkeg-drawer" }));

/** Sets it, within what leaves room for the chart. */
export function setDrawerHeight(heightPx: number): void {
  const most = window.innerHeight * (1 - CHART_SHARE);
  useDrawerHeight.setState({ heightPx: Math.round(Math.max(LEAST_PX, Math.min(most, heightPx))) });
}
