import type { Spot } from "./touch-gestures.ts";

export interface QuickClicks {
  /** The library has told of the click that is under way. */
  noteTold(): void;
  close(): void;
}

/** Farther than this between press and release it was a drag, CSS pixels. */
const SLOP_PX = 5;

/**
 * The library waits half a second whether a click becomes a double one, and tells of none that comes elsewhere meanwhile. This tells of those, so that
 * two points can be chosen as fast as a hand is. Of a mouse only: fingers have gestures of their own.
 */
export function watchQuickClicks(element: HTMLElement, onClick: (at: Spot) => void): QuickClicks {
  let pressed: Spot | undefined;
  let isTold = false;

  function onDown({ pointerType, button, clientX, clientY }: PointerEvent): void {
    pressed = pointerType === "mouse" && button === 0 ? { x: clientX, y: clientY } : undefined;
    isTold = false;
  }

  function onNative({ detail, clientX, clientY }: MouseEvent): void {
    if (!pressed || isTold || detail !== 1 || Math.hypot(clientX - pressed.x, clientY - pressed.y) > SLOP_PX) return;
    const { left, top } = element.getBoundingClientRect();
    onClick({ x: clientX - left, y: clientY - top });
  }

  element.addEventListener("pointerdown", onDown, true);
  element.addEventListener("click", onNative);
  return {
    noteTold: () => void (isTold = true),
    close() {
      element.removeEventListener("pointerdown", onDown, true);
      element.removeEventListener("click", onNative);
    },
  };
}
