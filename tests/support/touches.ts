import type { CDPSession, Page } from "playwright-core";

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
  const send = (step: number) =>
    session.send("Input.dispatchTouchEvent", {
      type: step === 0 ? "touchStart" : "touchMove",
      touchPoints: path[step].map((at, id) => ({ ...at, id })),
    });
  // Down and the first move, or down and up, come at once: on a slow machine a swipe would become a rest, and a tap a long press.
  const atOnce: Promise<unknown>[] = path.slice(0, 2).map((_, step) => send(step));
  if (path.length < 3 && restMs === 0) {
    if (lift) atOnce.push(liftFingers(session));
    await Promise.all(atOnce);
    return;
  }
  await Promise.all(atOnce);
  // Further moves wait for the page to have taken the one before: it would else be told of the last alone.
  for (let step = 2; step < path.length; step++) await send(step);
  if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
  if (lift) await liftFingers(session);
}

/** One finger taps twice at once. */
export async function tapTwice(session: CDPSession, at: Point): Promise<void> {
  await Promise.all([swipe(session, [at]), swipe(session, [at])]);
}

/** All fingers leave the glass. */
export async function liftFingers(session: CDPSession): Promise<void> {
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

/** Reads until two readings a frame apart agree: something glides, and a finger would miss it. */
export async function untilStill<Value>(page: Page, read: () => Promise<Value>): Promise<Value> {
  let last = await read();
  for (;;) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const next = await read();
    if (JSON.stringify(next) === JSON.stringify(last)) return next;
    last = next;
  }
}
