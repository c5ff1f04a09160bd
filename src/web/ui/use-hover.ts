import { type FocusEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from "react";

const DELAY_MS = 250;
/** For so long after one has shut, the next opens without a delay. */
const RECENT_MS = 300;
/** What the pointer has to get from an element to its sentence, across the gap. */
const GRACE_MS = 120;

/** There is one tip at a time: who shows it, and when the last one shut. */
let shut: (() => void) | undefined;
let shutAtMs = -Infinity;

/** Whether a pointer that can hover rests on an element, or the keyboard's focus does. A press ends it. */
export function useHover() {
  const [isOver, setOver] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const leave = useCallback(function leaveIt(): void {
    clearTimeout(timer.current);
    setOver(false);
    if (shut !== leaveIt) return;
    shut = undefined;
    shutAtMs = performance.now();
  }, []);
  useEffect(() => leave, [leave]);

  function enter(): void {
    clearTimeout(timer.current);
    if (shut !== leave) shut?.();
    shut = leave;
    setOver(true);
  }
  function after(delayMs: number, then: () => void): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(then, delayMs);
  }
  const over = {
    onPointerEnter: ({ pointerType }: PointerEvent) => pointerType !== "touch" && after(isNextToLast() ? 0 : DELAY_MS, enter),
    onPointerLeave: () => after(GRACE_MS, leave),
    onPointerDown: leave,
    onFocus: ({ currentTarget }: FocusEvent<HTMLElement>) => currentTarget.matches(":focus-visible") && enter(),
    onBlur: leave,
  };
  return { isOver, over, hold: () => clearTimeout(timer.current), leave };
}

const isNextToLast = (): boolean => shut !== undefined || performance.now() - shutAtMs < RECENT_MS;
