import type { CandleEvent } from "#core/events.ts";
import type { EventOf } from "#core/events.ts";
import { type HeatColumn, PLANE_COUNT } from "#core/heat-column.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import type { Store, StoredEvent, StoredKind, TimeRange } from "#storage/store.ts";

export const BTC: InstrumentId = "binance:BTCUSDT";
export const ETH: InstrumentId = "bybit:ETHUSDT";
/** 2025-01-01T00:00Z, on the hour. */
export const START = asMs(1_735_689_600_000);
export const EVER: TimeRange = { from: asMs(0), to: asMs(4e12) };

export const minute = (i: number) => asMs(START + i * MINUTE_MS);

export function candle(i: number, changed: Partial<CandleEvent> = {}): CandleEvent {
  const open = 100 + i;
  return {
    kind: "candle",
    instrument: BTC,
    price: "last",
    openTime: minute(i),
    intervalMs: MINUTE_MS,
    open,
    high: open + 2,
    low: open - 1,
    close: open + 0.5,
    volume: i,
    closed: true,
    ...changed,
  };
}

/** One event of every kind at minute `i`. */
export const oneOfEach = (i: number) =>
  ({
    candle: candle(i),
    funding: { kind: "funding", instrument: BTC, time: minute(i), rate: -0.0001 },
    "open-interest": { kind: "open-interest", instrument: BTC, time: minute(i), openInterest: 81_234.567 },
    liquidation: { kind: "liquidation", instrument: BTC, time: minute(i), positionSide: "long", price: 67_000.1, size: 0.003, sampling: "complete" },
    "liquidation-sum": { kind: "liquidation-sum", instrument: BTC, openTime: minute(i), intervalMs: MINUTE_MS, longUsd: 0, shortUsd: 12.5 },
    ratio: { kind: "ratio", instrument: BTC, time: minute(i), ratio: 1.75 },
    brackets: {
      kind: "brackets",
      instrument: BTC,
      time: minute(i),
      changedAt: asMs(START - 3),
      brackets: [
        { floor: 0, cap: 300_000, maxLeverage: 150, maintenanceRate: 0.004, maintenanceAmount: 0 },
        { floor: 300_000, cap: 800_000, maxLeverage: 100, maintenanceRate: 0.005, maintenanceAmount: 300 },
      ],
    },
    leverage: {
      kind: "leverage",
      instrument: BTC,
      time: minute(i),
      longShares: {
        rungs: [
          [2, 0.5],
          [10, 0.3],
        ],
        never: 0.2,
        seen: 0.25,
      },
      shortShares: { rungs: [[3, 0.75]], never: 0.25, seen: 0.125 },
    },
  }) as const satisfies { readonly [Kind in StoredKind]: EventOf<Kind> };

export async function allEvents(store: Store, kinds: readonly StoredKind[], { instrument = BTC, range = EVER } = {}): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const batch of store.readEvents(instrument, kinds, range)) events.push(...batch);
  return events;
}

/** Modelled columns of a level of detail. */
export const modelled = (level: number) => ({ layer: "modelled", level }) as const;

/** A modelled column whose every cell holds `byte`, except what `cells` says: [plane, cell, byte]. */
export function heatColumn(
  column: number,
  { provisional = false, firstCell = 1000, cellCount = 40, byte = 7, cells = [] as readonly (readonly [plane: number, cell: number, byte: number])[] } = {},
): HeatColumn<"modelled"> {
  const bytes = new Uint8Array(PLANE_COUNT * cellCount).fill(byte);
  for (const [plane, cell, value] of cells) bytes[plane * cellCount + cell - firstCell] = value;
  return { layer: "modelled", column, provisional, firstCell, cellCount, bytes };
}

export const heatColumns = (first: number, count: number): HeatColumn<"modelled">[] =>
  Array.from({ length: count }, (_, i) => heatColumn(first + i, { byte: (first + i) % 200 }));
