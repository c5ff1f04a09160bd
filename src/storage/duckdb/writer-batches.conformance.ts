import type { CandleEvent } from "#core/events.ts";
import type { HeatColumn } from "#core/heat-column.ts";
import { candle, heatColumn } from "#storage/conformance/samples.conformance.ts";

/** Candles, and heat columns, in one batch of store-writer. */
export const BATCH_SIZE = 50;

export const candlesOfBatch = (batch: number): CandleEvent[] => indicesOf(batch).map((i) => candle(i, { close: i + 0.123_456_789 * batch }));

export const columnsOfBatch = (batch: number): HeatColumn<"modelled">[] => indicesOf(batch).map((i) => heatColumn(i, { byte: 1 + (batch % 255) }));

const indicesOf = (batch: number): number[] => Array.from({ length: BATCH_SIZE }, (_, i) => batch * BATCH_SIZE + i);
