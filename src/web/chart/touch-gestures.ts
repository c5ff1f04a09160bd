/** A finger on the glass, CSS pixels from the upper left corner of the map. */
export interface Finger {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

export type Spot = Pick<Finger, "x" | "y">;

/** What a drag moves: `time` alone where it goes sideways. */
export type DraggedAxes = "time" | "both";

export interface GestureEvents {
  /** One or two fingers take hold of the map; what follows is meant from here. */
  readonly onGrip: (fingers: readonly Spot[], axes: DraggedAxes) => void;
  /** The fingers that hold the map are there now. */
  readonly onDrag: (fingers: readonly Spot[]) => void;
  /** The last finger let go; CSS pixels per ms. */
  readonly onThrow: (velocity: Spot) => void;
  /** A finger rested: the crosshair comes to it. */
  readonly onHold: (at: Spot) => void;
  /** The crosshair is moved by so much. */
  readonly onSteer: (by: Spot) => void;
  /** A tap while the crosshair is held sends it away. */
  readonly onDismiss: () => void;
  readonly onTap: (at: Spot) => void;
  readonly onDoubleTap: () => void;
}

export interface TouchGestures {
  /** All fingers that are down now, whenever that changes or one moves. Epoch-free ms that only grow. */
  take(fingers: readonly Finger[], timeMs: number): void;
  /** The system took the fingers away, or the map changed under them. */
  cancel(): void;
}

/** Runs something later; returns what calls it off. */
export type After = (ms: number, run: () => void) => () => void;

/** Below this a finger rests. */
const SLOP_PX = 8;
const HOLD_MS = 350;
const DOUBLE_TAP = { withinMs: 300, withinPx: 36 };
/** A drag at most so steep moves time alone: prices stay as they scale themselves. */
const SIDEWAYS = 0.4;
const SPEED_OVER_MS = 90;

type Phase = "idle" | "pressed" | "dragging" | "pinching" | "steering";

/**
 * Tells what fingers mean. Drag pans, two fingers zoom, a rest brings the crosshair, which then goes with the finger until a tap sends it away;
 * two taps fit. No clock and no page: time comes with the fingers, waiting through `after`.
 */
export function createTouchGestures(events: GestureEvents, after: After): TouchGestures {
  let phase: Phase = "idle";
  let isReading = false;
  let start: Finger | undefined;
  let last: readonly Finger[] = [];
  let track: { x: number; y: number; timeMs: number }[] = [];
  let tapped: (Spot & { readonly timeMs: number }) | undefined;
  let callOff: (() => void) | undefined;
  const stopWaiting = () => callOff?.();

  function press(finger: Finger): void {
    phase = "pressed";
    start = finger;
    callOff = after(HOLD_MS, () => {
      phase = "steering";
      isReading = true;
      events.onHold(finger);
    });
  }

  function grip(fingers: readonly Finger[], axes: DraggedAxes): void {
    stopWaiting();
    phase = fingers.length > 1 ? "pinching" : "dragging";
    track = [];
    events.onGrip(fingers, axes);
  }

  function move(finger: Finger, timeMs: number): void {
    if (phase === "pressed" && start) {
      const [x, y] = [finger.x - start.x, finger.y - start.y];
      if (Math.hypot(x, y) < SLOP_PX) return;
      stopWaiting();
      if (isReading) phase = "steering";
      else grip([start], Math.abs(y) < SIDEWAYS * Math.abs(x) ? "time" : "both");
    }
    if (phase === "steering") {
      const before = last[0] ?? finger;
      events.onSteer({ x: finger.x - before.x, y: finger.y - before.y });
    } else if (phase === "dragging") {
      track = [...track.filter((at) => timeMs - at.timeMs < SPEED_OVER_MS), { ...finger, timeMs }];
      events.onDrag([finger]);
    }
  }

  function lift(timeMs: number): void {
    stopWaiting();
    if (phase === "pressed" && start) tap(start, timeMs);
    if (phase === "dragging") events.onThrow(velocityOf(track, timeMs));
    phase = "idle";
  }

  function tap(at: Finger, timeMs: number): void {
    const isSecond = tapped && timeMs - tapped.timeMs < DOUBLE_TAP.withinMs && Math.hypot(at.x - tapped.x, at.y - tapped.y) < DOUBLE_TAP.withinPx;
    tapped = isSecond ? undefined : { x: at.x, y: at.y, timeMs };
    const wasReading = isReading;
    isReading = false;
    if (isSecond) events.onDoubleTap();
    else if (wasReading) events.onDismiss();
    else events.onTap(at);
  }

  return {
    take(fingers, timeMs) {
      const [first, second] = fingers;
      if (first === undefined) lift(timeMs);
      else if (second !== undefined) {
        const held = fingers.slice(0, 2);
        if (phase !== "pinching" || !isSame(held, last)) grip(held, "both");
        else events.onDrag(held);
      } else if (phase === "idle") press(first);
      // Of two fingers one is left: it goes on, from where it is.
      else if (phase === "pinching") grip([first], "both");
      else move(first, timeMs);
      last = fingers.slice(0, 2);
    },
    cancel() {
      stopWaiting();
      phase = "idle";
      isReading = false;
      last = [];
    },
  };
}

const isSame = (some: readonly Finger[], others: readonly Finger[]): boolean =>
  some.length === others.length && some.every(({ id }, index) => id === others[index].id);

function velocityOf(track: readonly { x: number; y: number; timeMs: number }[], nowMs: number): Spot {
  const [first, last] = [track[0], track.at(-1)];
  if (!first || !last || last.timeMs === first.timeMs || nowMs - last.timeMs > SPEED_OVER_MS) return { x: 0, y: 0 };
  const ms = last.timeMs - first.timeMs;
  return { x: (last.x - first.x) / ms, y: (last.y - first.y) / ms };
}
