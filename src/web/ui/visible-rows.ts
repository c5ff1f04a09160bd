export interface Scrolled {
  /** How far down the list is scrolled, and how much of it is seen, in CSS pixels. */
  readonly topPx: number;
  readonly heightPx: number;
  readonly rowPx: number;
  readonly count: number;
}

/** Rows drawn beyond either edge, so that a flick does not show gaps. */
const SPARE_ROWS = 8;

/** Which rows of a long list have to be drawn, [first, end). */
export function visibleRows({ topPx, heightPx, rowPx, count }: Scrolled): { readonly first: number; readonly end: number } {
  const end = Math.min(count, Math.ceil((topPx + heightPx) / rowPx) + SPARE_ROWS);
  return { first: Math.max(0, Math.min(end, Math.floor(topPx / rowPx) - SPARE_ROWS)), end };
}
