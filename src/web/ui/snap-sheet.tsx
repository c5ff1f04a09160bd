import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Snap, nextSnap, settledSnap, snapHeights } from "./snap-points.ts";
import { useVerticalDrag } from "./use-vertical-drag.ts";

export interface SnapSheetProps {
  /** What it holds, for screen readers. */
  readonly name: string;
  readonly snap: Snap;
  readonly onSnap: (snap: Snap) => void;
  /** A shut sheet is about to be dragged open: what it holds should be there. */
  readonly onPull: () => void;
  /** Shows at every snap, and can be dragged. */
  readonly head: ReactNode;
  readonly children: ReactNode;
}

/** Longer than the glide in sheet.css takes. */
const GLIDE_MS = 320;
const SAYINGS: Readonly<Record<Snap, { readonly state: string; readonly next: string }>> = {
  peek: { state: "shut", next: "open" },
  half: { state: "half open", next: "open fully" },
  full: { state: "fully open", next: "shut" },
};

/** A sheet that slides over what lies above it and never moves it: by its handle or head, by a tap, or by keys. The nearest positioned element around it is what it may cover. */
export function SnapSheet({ name, snap, onSnap, onPull, head, children }: SnapSheetProps) {
  const room = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLElement>(null);
  const heights = useHeights(room);
  const [pulledPx, setPulledPx] = useState<number>();
  const settled = useSettled(snap);
  /** Where it rested when the drag began: pulled open, it counts as open at once. */
  const from = useRef(snap);
  const drag = useVerticalDrag({
    onStart() {
      from.current = snap;
      if (snap === "peek") onPull();
    },
    onMove: (offsetPx) => setPulledPx(Math.max(heights.peek, Math.min(heights.full, heights[from.current] - offsetPx))),
    onEnd({ offsetPx, velocity }) {
      setPulledPx(undefined);
      onSnap(settledSnap({ heightPx: heights[from.current] - offsetPx, velocity: -velocity, from: from.current }, heights));
    },
  });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Escape" && snap !== "peek") {
      event.stopPropagation();
      onSnap("peek");
      sheet.current?.querySelector<HTMLElement>(".snap-handle")?.focus();
    }
  }
  function onHandleKey(event: KeyboardEvent): void {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    onSnap(nextSnap(snap, event.key === "ArrowUp" ? "up" : "down"));
  }

  const shownPx = pulledPx ?? heights[snap];
  // What is inside is laid out for the larger of where it comes from and where it goes: it must not shrink while it glides.
  const bodyPx = pulledPx === undefined ? Math.max(heights[snap], heights[settled]) : heights.full;
  const { state, next } = SAYINGS[snap];
  return (
    <>
      <div className="snap-room" ref={room} aria-hidden="true" />
      <section
        ref={sheet}
        className="snap-sheet"
        aria-label={name}
        data-snap={snap}
        data-still={pulledPx !== undefined || heights.full === 0}
        style={{ transform: `translateY(${heights.full - shownPx}px)` }}
        onKeyDown={onKeyDown}
      >
        <div className="snap-head" {...drag}>
          <button
            type="button"
            className="snap-handle"
            aria-label={`${name}, ${state}: ${next}`}
            aria-expanded={snap !== "peek"}
            onClick={() => onSnap(snap === "full" ? "peek" : nextSnap(snap, "up"))}
            onKeyDown={onHandleKey}
          />
          {head}
        </div>
        <div
          className="snap-body"
          style={{ height: `calc(${bodyPx}px - var(--snap-head))` }}
          hidden={snap === "peek" && settled === "peek" && pulledPx === undefined}
        >
          {children}
        </div>
      </section>
    </>
  );
}

/** Heights of the snaps, from the room the parent has and what the foot of the page keeps for the head. */
function useHeights(room: RefObject<HTMLDivElement | null>) {
  const [heights, setHeights] = useState(() => snapHeights(0, 0));
  useLayoutEffect(() => {
    const covered = room.current?.offsetParent;
    if (!covered) return undefined;
    const measure = () => setHeights(snapHeights(covered.clientHeight, room.current?.offsetHeight ?? 0));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(covered);
    return () => observer.disconnect();
  }, [room]);
  return heights;
}

/** The snap, once the sheet has glided there. */
function useSettled(snap: Snap): Snap {
  const [settled, setSettled] = useState(snap);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(snap), GLIDE_MS);
    return () => clearTimeout(timer);
  }, [snap]);
  return settled;
}
