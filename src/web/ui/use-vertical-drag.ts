import { type MouseEvent, type PointerEvent, useRef } from "react";

export interface VerticalDrag {
  /** The finger has left its place: from here on it drags. */
  readonly onStart?: () => void;
  /** CSS pixels from where it began; positive: down. */
  readonly onMove: (offsetPx: number) => void;
  /** Let go. `velocity`: CSS pixels per millisecond; positive: down. */
  readonly onEnd: (end: { readonly offsetPx: number; readonly velocity: number }) => void;
}

/** Below this a touch is a tap. */
const SLOP_PX = 6;
/** Speed is that of the last so many milliseconds. */
const SPEED_OVER_MS = 90;

interface Held {
  readonly pointer: number;
  readonly startY: number;
  dragging: boolean;
  track: { y: number; time: number }[];
}

/** Handlers that let a finger or a mouse drag something up and down; what is under the finger still takes taps, but not the end of a drag for one. */
export function useVerticalDrag({ onStart, onMove, onEnd }: VerticalDrag) {
  const held = useRef<Held>(undefined);
  const wasDragged = useRef(false);

  function release(event: PointerEvent): void {
    const was = held.current;
    if (was?.pointer !== event.pointerId) return;
    held.current = undefined;
    if (was.dragging) onEnd({ offsetPx: event.type === "pointerup" ? event.clientY - was.startY : offsetOf(was), velocity: velocityOf(was, event.timeStamp) });
  }

  return {
    onPointerDown(event: PointerEvent) {
      if (held.current || event.button !== 0) return;
      wasDragged.current = false;
      held.current = { pointer: event.pointerId, startY: event.clientY, dragging: false, track: [{ y: event.clientY, time: event.timeStamp }] };
    },
    onPointerMove(event: PointerEvent) {
      const now = held.current;
      if (now?.pointer !== event.pointerId) return;
      const offsetPx = event.clientY - now.startY;
      if (!now.dragging && Math.abs(offsetPx) < SLOP_PX) return;
      if (!now.dragging) {
        now.dragging = true;
        wasDragged.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        onStart?.();
      }
      now.track = [...now.track.filter(({ time }) => event.timeStamp - time < SPEED_OVER_MS), { y: event.clientY, time: event.timeStamp }];
      onMove(offsetPx);
    },
    onPointerUp: release,
    onPointerCancel: release,
    onClickCapture(event: MouseEvent) {
      if (!wasDragged.current) return;
      wasDragged.current = false;
      event.stopPropagation();
      event.preventDefault();
    },
  };
}

const offsetOf = ({ track, startY }: Held): number => track[track.length - 1].y - startY;

function velocityOf({ track }: Held, now: number): number {
  const [first, last] = [track[0], track[track.length - 1]];
  if (now - last.time > SPEED_OVER_MS || last.time === first.time) return 0;
  return (last.y - first.y) / (last.time - first.time);
}
