import type { IChartApi } from "lightweight-charts";
import { type HeldView, movesPrices, viewUnder } from "./held-view.ts";
import type { PriceHold } from "./price-hold.ts";
import { prefersStillness } from "./stillness.ts";
import { type Finger, type Spot, createTouchGestures } from "./touch-gestures.ts";

export interface TouchParts {
  readonly chart: IChartApi;
  readonly prices: PriceHold;
  /** Epoch ms at a logical place of the time axis, and back; through all levels of detail the same. */
  readonly timeOf: (logical: number) => number;
  readonly logicalOf: (timeMs: number) => number;
  /** A column of the level on screen, ms, and of the finest one. */
  readonly columnMs: () => number;
  readonly finestColumnMs: number;
  /** The crosshair is held there; undefined: it is not held any more. */
  readonly onCrosshair: (at: Spot | undefined) => void;
  /** `taken`: something else wanted the tap, it brings no crosshair. */
  readonly onTap: (at: Spot) => "taken" | "free";
  readonly onFit: () => void;
}

export interface TouchNavigation {
  /** Another map comes: what fingers held is let go of. */
  release(): void;
  close(): void;
}

/** A thrown map slows to a third in so many ms, and stops below so many CSS pixels per ms. */
const GLIDE_MS = 320;
const SLOWEST = 0.03;
const BAR_PX = { least: 0.2, most: 60 };

/** Fingers on the map: they pan and zoom both axes, read and fit. The axes around it keep the library's own gestures. */
export function createTouchNavigation(element: HTMLElement, parts: TouchParts): TouchNavigation {
  const { chart, prices } = parts;
  let held: HeldView | undefined;
  let fingersNow: readonly Spot[] = [];
  let frame = 0;
  let crosshair: { readonly at: Spot; readonly by: "hold" | "tap" } | undefined;
  let isOurs = false;

  const size = () => ({ width: chart.timeScale().width(), height: chart.panes()[0].getHeight() });

  function apply(): void {
    if (!held) return;
    const view = viewUnder(held, fingersNow);
    if (movesPrices(held)) prices.hold(view);
    // The library speaks of the middles of the outermost columns.
    chart.timeScale().setVisibleLogicalRange({ from: parts.logicalOf(view.fromMs) + 0.5, to: parts.logicalOf(view.toMs) - 0.5 });
    if (crosshair) parts.onCrosshair(crosshair.at);
  }

  /** At most once a frame, however often fingers are told of. */
  function drag(fingers: readonly Spot[]): void {
    fingersNow = fingers;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      apply();
    });
  }

  function stop(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    held = undefined;
  }

  function read(at: Spot, by: "hold" | "tap"): void {
    const { width, height } = size();
    crosshair = { at: { x: Math.max(0, Math.min(width - 1, at.x)), y: Math.max(0, Math.min(height - 1, at.y)) }, by };
    parts.onCrosshair(crosshair.at);
  }

  function dismiss(): void {
    crosshair = undefined;
    parts.onCrosshair(undefined);
  }

  const gestures = createTouchGestures(
    {
      onGrip(fingers, axes) {
        if (frame) apply();
        stop();
        if (crosshair?.by === "tap") dismiss();
        const range = chart.timeScale().getVisibleLogicalRange();
        const span = prices.inSight;
        if (!range || !span) return;
        const columnMs = parts.columnMs();
        const { width, height } = size();
        held = {
          view: { fromMs: parts.timeOf(range.from - 0.5), toMs: parts.timeOf(range.to + 0.5), ...span },
          width,
          height,
          fingers,
          axes,
          leastMs: (width / BAR_PX.most) * parts.finestColumnMs,
          mostMs: (width / BAR_PX.least) * columnMs,
        };
      },
      onDrag: drag,
      onThrow(velocity) {
        if (!prefersStillness() && Math.hypot(velocity.x, velocity.y) > 5 * SLOWEST) glide(velocity);
      },
      onHold(at) {
        navigator.vibrate?.(8);
        read(at, "hold");
      },
      onSteer: ({ x, y }) => crosshair && read({ x: crosshair.at.x + x, y: crosshair.at.y + y }, "hold"),
      onDismiss: dismiss,
      onTap(at) {
        if (crosshair) dismiss();
        else if (parts.onTap(at) === "free") read(at, "tap");
      },
      onDoubleTap() {
        dismiss();
        stop();
        parts.onFit();
      },
    },
    (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  );

  function glide({ x, y }: Spot): void {
    let before: number | undefined;
    const step = (now: number) => {
      const passed = now - (before ?? now);
      before = now;
      const slowed = Math.exp(-passed / GLIDE_MS);
      const [finger] = fingersNow;
      if (!finger) return;
      fingersNow = [{ x: finger.x + x * passed, y: finger.y + y * passed }];
      [x, y] = [x * slowed, y * slowed];
      apply();
      frame = Math.hypot(x, y) > SLOWEST ? requestAnimationFrame(step) : 0;
    };
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(step);
  }

  function onTouch(event: TouchEvent): void {
    if (event.type === "touchstart" && event.touches.length === event.changedTouches.length) isOurs = isOnMap(event.target);
    if (!isOurs) return;
    // Neither the library nor the browser, which would scroll, zoom or make mouse events of it, hears of these.
    event.stopPropagation();
    if (event.cancelable) event.preventDefault();
    if (event.type === "touchcancel") return gestures.cancel();
    const { left, top } = element.getBoundingClientRect();
    const fingers = [...event.touches].map(({ identifier, clientX, clientY }): Finger => ({ id: identifier, x: clientX - left, y: clientY - top }));
    gestures.take(fingers, event.timeStamp);
  }

  const kinds = ["touchstart", "touchmove", "touchend", "touchcancel"] as const;
  for (const kind of kinds) element.addEventListener(kind, onTouch, { capture: true, passive: false });
  return {
    release() {
      stop();
      gestures.cancel();
      if (crosshair) dismiss();
    },
    close() {
      stop();
      gestures.cancel();
      for (const kind of kinds) element.removeEventListener(kind, onTouch, { capture: true });
    },
  };
}

/** Whether a touch is on a pane: the library lays out a table whose last row is the time axis, and whose panes stand between two price axes. */
function isOnMap(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target.closest("a, button")) return false;
  const cell = target.closest("td");
  const row = cell?.closest("tr");
  return cell?.cellIndex === 1 && row?.cells.length === 3 && row.nextElementSibling !== null;
}
