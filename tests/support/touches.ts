import type { CDPSession } from "playwright-core";

/** CSS pixels from the upper left corner of the page. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface SwipeOptions {
  /** How long the finger rests before it lifts: at rest, nothing is thrown. */
  readonly restMs?: number;
  /** False leaves the finger on the glass. */
  readonly lift?: boolean;
}

/** One finger goes down at the first point, over the others, and lifts: true touch events, as from a screen. */
export function swipe(session: CDPSession, points: readonly Point[], options: SwipeOptions = {}): Promise<void> {
  return moveFingers(
    session,
    points.map((point) => [point]),
    options,
  );
}

/** Several fingers at once: each entry is where they all are. */
export async function moveFingers(session: CDPSession, path: readonly (readonly Point[])[], { restMs = 0, lift = true }: SwipeOptions = {}): Promise<void> {
  for (const [step, fingers] of path.entries())
    await session.send("Input.dispatchTouchEvent", { type: step === 0 ? "touchStart" : "touchMove", touchPoints: fingers.map((at, id) => ({ ...at, id })) });
  if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
  if (lift) await liftFingers(session);
}

/** All fingers leave the glass. */
export async function liftFingers(session: CDPSession): Promise<void> {
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}
