import { create } from "zustand";
import { persist } from "zustand/middleware";

const LEAST_PX = 140;
/** What the chart keeps, of the page. */
const CHART_SHARE = 0.35;

/** Height of the drawer on a desk, kept by the browser. */
export const useDrawerHeight = create(persist<{ readonly heightPx: number }>(() => ({ heightPx: 300 }), { name: "powderkeg-drawer" }));

/** Least and most, CSS pixels: the chart keeps its share of the page. */
export const drawerBounds = (): { readonly leastPx: number; readonly mostPx: number } => ({
  leastPx: LEAST_PX,
  mostPx: Math.round(window.innerHeight * (1 - CHART_SHARE)),
});

/** Sets it, within its bounds. */
export function setDrawerHeight(heightPx: number): void {
  const { leastPx, mostPx } = drawerBounds();
  useDrawerHeight.setState({ heightPx: Math.round(Math.max(leastPx, Math.min(mostPx, heightPx))) });
}
