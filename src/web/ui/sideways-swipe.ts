/** Which of two neighbours a swipe leads to. */
export type Neighbour = "before" | "after";

/** So far a finger goes at least, as a share of the width, before what it lets go of goes on by itself; */
const FAR_SHARE = 0.28;
/** or so fast, CSS pixels per millisecond, and then this far. */
const FAST = 0.35;
const FLICK_PX = 24;
/** Where there is no neighbour what is pulled gives way so little. */
const GIVES = 0.2;
/** A swipe goes this much more sideways than up or down. */
const SIDEWAYS = 1.3;

/** Whether the first stretch of a touch is meant to go sideways. */
export const isSideways = (dx: number, dy: number): boolean => Math.abs(dx) > SIDEWAYS * Math.abs(dy);

export interface Pulled {
  /** From where it began, CSS pixels; positive: to the right, towards what is before. */
  readonly offsetPx: number;
  /** CSS pixels per millisecond. */
  readonly velocity: number;
  readonly widthPx: number;
}

/** Where a swipe leads when the finger lifts; undefined: back to where it began. */
export function swipedTo({ offsetPx, velocity, widthPx }: Pulled): Neighbour | undefined {
  const isFar = Math.abs(offsetPx) > FAR_SHARE * widthPx && velocity * offsetPx > -FAST * Math.abs(offsetPx);
  const isFlicked = Math.abs(offsetPx) > FLICK_PX && velocity * Math.sign(offsetPx) > FAST;
  if (!isFar && !isFlicked) return undefined;
  return offsetPx > 0 ? "before" : "after";
}

/** How far what is pulled follows the finger: wholly towards a neighbour, a little where there is none. */
export const followed = (offsetPx: number, there: { readonly [Side in Neighbour]: boolean }): number =>
  offsetPx * (there[offsetPx > 0 ? "before" : "after"] ? 1 : GIVES);

/** Whether something between a touch and the root takes sideways moves itself: it says so by `touch-action`, or scrolls on that way. */
export function isTaken(touched: Element, root: Element, dx: number): boolean {
  for (let element: Element | null = touched; element; element = element === root ? null : element.parentElement) {
    const { touchAction, overflowX } = getComputedStyle(element);
    if (touchAction !== "auto" && touchAction !== "manipulation") return true;
    if ((overflowX === "auto" || overflowX === "scroll") && scrollsOn(element, dx)) return true;
  }
  return false;
}

function scrollsOn({ scrollLeft, clientWidth, scrollWidth }: Element, dx: number): boolean {
  return dx < 0 ? scrollLeft + clientWidth < scrollWidth - 1 : scrollLeft > 1;
}
