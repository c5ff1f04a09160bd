declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** Epoch milliseconds, UTC, or a span of milliseconds. */
export type Ms = Unit<"Ms">;
/** Index of a global logarithmic price row; see price-rows.ts. */
export type Row = Unit<"Row">;

export const asMs = (value: number): Ms => value as Ms;
export const asRow = (value: number): Row => value as Row;

export const SECOND_MS = 1_000 as Ms;
export const MINUTE_MS = 60_000 as Ms;
export const HOUR_MS = 3_600_000 as Ms;
export const DAY_MS = 86_400_000 as Ms;
