/** How far a sheet is open. */
export type Snap = "peek" | "half" | "full";

/** Visible height of the sheet at each of its resting places, CSS pixels; in ascending order. */
export type SnapHeights = Readonly<Record<Snap, number>>;

export const SNAPS: readonly Snap[] = ["peek", "half", "full"];

/** A sheet let go of. */
export interface Release {
  /** Visible height, CSS pixels. */
  readonly heightPx: number;
  /** Of its upper edge, CSS pixels per millisecond; positive: opening. */
  readonly velocity: number;
  /** Where it rested before the drag. */
  readonly from: Snap;
}

/** How far a thrown sheet glides on, ms of its speed. */
const GLIDE_MS = 140;
/** A throw this fast goes at least to the next resting place. */
const FLICK = 0.45;

/** Share of the container that the half-open sheet covers. */
const HALF_SHARE = 0.54;

/** Where a sheet rests in a container. `peekPx` is what always shows. */
export const snapHeights = (containerPx: number, peekPx: number): SnapHeights => ({
  peek: peekPx,
  half: Math.max(peekPx, Math.round(containerPx * HALF_SHARE)),
  full: containerPx,
});

/** Where a sheet comes to rest. */
export function settledSnap({ heightPx, velocity, from }: Release, heights: SnapHeights): Snap {
  const glided = heightPx + velocity * GLIDE_MS;
  const nearest = SNAPS.reduce((best, snap) => (Math.abs(heights[snap] - glided) < Math.abs(heights[best] - glided) ? snap : best));
  if (Math.abs(velocity) < FLICK || nearest !== from) return nearest;
  return nextSnap(from, velocity > 0 ? "up" : "down");
}

/** One step further open or shut; the ends stay. */
export function nextSnap(from: Snap, direction: "up" | "down"): Snap {
  const index = SNAPS.indexOf(from) + (direction === "up" ? 1 : -1);
  return SNAPS[Math.max(0, Math.min(SNAPS.length - 1, index))];
}
