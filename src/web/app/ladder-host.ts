import type { OrderBookMessage } from "#wire/order-book.ts";
import type { LadderRow } from "#web/chart/ladder-rows.ts";
import { paintLadder } from "#web/chart/paint-ladder.ts";
import type { Projection } from "#web/chart/sight.ts";
import { fitCanvas } from "./fit-canvas.ts";

/** The order-book ladder's canvas and what it last drew with. */
export interface LadderHost {
  setBook(book: OrderBookMessage | undefined): void;
  /** Draws in the same frame as the map, on the map's projection. */
  paint(projection: Projection, paneHeight: number): void;
  /** Draws anew what is drawn: its colours have changed. */
  repaint(): void;
  /** Line at the crosshair's height; undefined hides it. */
  setCursor(y: number | undefined): void;
  close(): void;
}

export interface PointedRow {
  readonly row: LadderRow;
  /** CSS pixels from the top of the ladder. */
  readonly y: number;
}

export interface LadderEvents {
  /** Height of the pointer over the ladder, in CSS pixels; undefined when it leaves. */
  readonly onPoint: (y: number | undefined) => void;
  /** The row under it. */
  readonly onRow: (pointed: PointedRow | undefined) => void;
}

export function createLadderHost(element: HTMLElement, { onPoint, onRow }: LadderEvents): LadderHost {
  const canvas = element.appendChild(document.createElement("canvas"));
  const cursor = element.appendChild(document.createElement("div"));
  cursor.className = "strip-cursor";
  cursor.hidden = true;
  const context = canvas.getContext("2d");
  let book: OrderBookMessage | undefined;
  let rows: readonly LadderRow[] = [];
  let drawn: { readonly projection: Projection; readonly paneHeight: number } | undefined;
  let pointedY: number | undefined;

  function paint(): void {
    if (!context || !drawn || element.clientWidth === 0) return;
    const size = { width: element.clientWidth, height: element.clientHeight, paneHeight: drawn.paneHeight };
    const ratio = window.devicePixelRatio;
    fitCanvas(canvas, size, ratio);
    rows = book ? paintLadder(context, { book, projection: drawn.projection, size, ratio, nowMs: Date.now() }) : [];
    if (!book) context.clearRect(0, 0, canvas.width, canvas.height);
    if (pointedY !== undefined) sayRow();
  }

  function sayRow(): void {
    const y = pointedY;
    const at = (y ?? 0) * window.devicePixelRatio;
    const row = y === undefined ? undefined : rows.find(({ top, height }) => at >= top && at < top + height);
    onRow(row && y !== undefined ? { row, y } : undefined);
  }

  function point(y: number | undefined): void {
    pointedY = y;
    onPoint(y);
    sayRow();
  }

  const observer = new ResizeObserver(paint);
  observer.observe(element);
  const onMove = (event: PointerEvent) => point(event.offsetY);
  const onLeave = () => point(undefined);
  canvas.addEventListener("pointermove", onMove);
  canvas.addEventListener("pointerdown", onMove);
  canvas.addEventListener("pointerleave", onLeave);
  return {
    setBook(next) {
      book = next;
      paint();
    },
    paint(projection, paneHeight) {
      drawn = { projection, paneHeight };
      paint();
    },
    repaint: paint,
    setCursor(y) {
      cursor.hidden = y === undefined;
      if (y !== undefined) cursor.style.transform = `translateY(${Math.round(y)}px)`;
    },
    close() {
      observer.disconnect();
      element.replaceChildren();
    },
  };
}
