import type { MarketIntensity, View } from "./view.ts";

type Scales = Pick<View, "ladders" | "intensity" | "sideIntensity">;

/** Whether the scale that is shown is held through windows and markets. */
export const isHeld = ({ ladders, intensity, sideIntensity }: Scales): boolean => (ladders === "per-side" ? sideIntensity : intensity) !== undefined;

/** What pressing the lock changes: what is shown becomes held, or all that is held is let go. */
export function pressedLock(view: Scales, { low, high, sides }: MarketIntensity): Partial<Scales> {
  if (isHeld(view)) return { intensity: undefined, sideIntensity: undefined };
  return view.ladders === "per-side" ? { sideIntensity: sides } : { intensity: { low, high } };
}

/** What pressing "Per side" changes. A lock holds the other scales as well: those of before, where they were held once. */
export function pressedLadders(view: Scales, own: MarketIntensity): Partial<Scales> {
  const next: Scales = { ...view, ladders: view.ladders === "common" ? "per-side" : "common" };
  return { ladders: next.ladders, ...(isHeld(view) && !isHeld(next) && pressedLock(next, own)) };
}
