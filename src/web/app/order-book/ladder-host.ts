import type { OrderBookMessage } from "#wire/order-book.ts";
import type { LadderRow } from "#web/chart/ladder-rows.ts";
import type { paintLadder as paint } from "#web/chart/paint-ladder.ts";
import { type DockedCanvas, createDockedCanvas } from "#web/app/session/docked-canvas.ts";

/** The order-book ladder's canvas and what it last drew with. */
export interface LadderHost extends Pick<DockedCanvas, "paint" | "repaint" | "setCursor" | "close"> {
  setBook(book: OrderBookMessage | undefined): void;
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
  let book: OrderBookMessage | undefined;
  let rows: readonly LadderRow[] = [];
  let pointedY: number | undefined;
  /** Loaded with the first book: a phone has none beside its map. */
  let paintLadder: typeof paint | undefined;

  async function begin(): Promise<void> {
    ({ paintLadder } = await import("#web/chart/paint-ladder.ts"));
    docked.repaint();
  }

  function sayRow(): void {
    const y = pointedY;
    const at = (y ?? 0) * window.devicePixelRatio;
    const row = y === undefined ? undefined : rows.find(({ top, height }) => at >= top && at < top + height);
    onRow(row && y !== undefined ? { row, y } : undefined);
  }

  const docked = createDockedCanvas(element, {
    draw({ context, projection, size, ratio }) {
      rows = book && paintLadder ? paintLadder(context, { book, projection, size, ratio, nowMs: Date.now() }) : [];
      if (!book) context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      if (pointedY !== undefined) sayRow();
    },
    onPoint(y) {
      pointedY = y;
      onPoint(y);
      sayRow();
    },
  });
  return {
    ...docked,
    setBook(next) {
      book = next;
      // Without its code the ladder stays empty; the rest of the map does not wait for it.
      if (book && !paintLadder) void begin().catch(() => undefined);
      docked.repaint();
    },
  };
}
