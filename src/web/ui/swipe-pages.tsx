import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { type Neighbour, followed, isSideways, isTaken, swipedTo } from "./sideways-swipe.ts";

export interface SwipePagesProps {
  /** Which page it is: another key, another page. */
  readonly page: string;
  /** Names of the pages beside it; undefined: there is none. */
  readonly beside: { readonly [Side in Neighbour]: string | undefined };
  readonly onSwipe: (to: Neighbour) => void;
  readonly children: ReactNode;
}

/** A page that a finger swipes aside for its neighbour. What takes sideways moves itself keeps them: see isTaken. */
export function SwipePages({ page, beside, onSwipe, children }: SwipePagesProps) {
  const root = useRef<HTMLDivElement>(null);
  const [offsetPx, setOffsetPx] = useState<number>();
  /** Where the page that is shown came from. */
  const [came, setCame] = useState<{ readonly page: string; readonly from: Neighbour }>();
  const [name, side] = offsetPx === undefined ? [] : offsetPx > 0 ? ([beside.before, "before"] as const) : ([beside.after, "after"] as const);
  useSwipe(root, {
    onMove: (px) => setOffsetPx(followed(px, { before: beside.before !== undefined, after: beside.after !== undefined })),
    onEnd(to) {
      setOffsetPx(undefined);
      if (to === undefined || beside[to] === undefined) return;
      setCame({ page, from: to });
      onSwipe(to);
    },
  });
  return (
    <div className="swipe-pages" ref={root}>
      {name !== undefined && (
        <span className="swipe-name" data-side={side} aria-hidden="true">
          {name}
        </span>
      )}
      <div
        key={page}
        className="swipe-page"
        data-held={offsetPx !== undefined}
        data-from={came && came.page !== page ? came.from : undefined}
        style={offsetPx === undefined ? undefined : { transform: `translateX(${offsetPx}px)` }}
      >
        {children}
      </div>
    </div>
  );
}

interface SwipeEvents {
  readonly onMove: (offsetPx: number) => void;
  readonly onEnd: (to: Neighbour | undefined) => void;
}

interface Held {
  readonly finger: number;
  readonly x: number;
  readonly y: number;
  /** Undefined until it is known. */
  isSwipe: boolean | undefined;
  track: { readonly x: number; readonly time: number }[];
}

/** Speed is that of the last so many milliseconds. */
const SPEED_OVER_MS = 90;

/** Touches, not pointers: only the first move of a touch can still be kept from the browser, which would scroll with it. */
function useSwipe(root: RefObject<HTMLElement | null>, events: SwipeEvents): void {
  const now = useRef(events);
  now.current = events;
  useEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    const ending = new AbortController();
    const { signal } = ending;
    let held: Held | undefined;
    const on = (kind: "touchstart" | "touchmove" | "touchend" | "touchcancel", hear: (event: TouchEvent) => void) =>
      element.addEventListener(kind, hear, { signal, passive: false });

    on("touchstart", ({ touches, timeStamp }) => {
      if (held?.isSwipe) now.current.onEnd(undefined);
      const [{ identifier, clientX, clientY }] = touches;
      const isOne = touches.length === 1;
      held = isOne ? { finger: identifier, x: clientX, y: clientY, isSwipe: undefined, track: [{ x: clientX, time: timeStamp }] } : undefined;
    });
    on("touchmove", (event) => {
      const touch = held && [...event.changedTouches].find(({ identifier }) => identifier === held?.finger);
      if (!held || !touch) return;
      const dx = touch.clientX - held.x;
      held.isSwipe ??= isSideways(dx, touch.clientY - held.y) && event.target instanceof Element && !isTaken(event.target, element, dx);
      if (!held.isSwipe) return;
      event.preventDefault();
      held.track = [...held.track.filter(({ time }) => event.timeStamp - time < SPEED_OVER_MS), { x: touch.clientX, time: event.timeStamp }];
      now.current.onMove(dx);
    });
    function release(event: TouchEvent): void {
      const was = held;
      held = undefined;
      if (!was?.isSwipe) return;
      const offsetPx = was.track[was.track.length - 1].x - was.x;
      now.current.onEnd(
        event.type === "touchend" ? swipedTo({ offsetPx, velocity: velocityOf(was, event.timeStamp), widthPx: element?.clientWidth ?? 0 }) : undefined,
      );
    }
    on("touchend", release);
    on("touchcancel", release);
    return () => ending.abort();
  }, [root]);
}

function velocityOf({ track }: Held, now: number): number {
  const [first, last] = [track[0], track[track.length - 1]];
  return now - last.time > SPEED_OVER_MS || last.time === first.time ? 0 : (last.x - first.x) / (last.time - first.time);
}
