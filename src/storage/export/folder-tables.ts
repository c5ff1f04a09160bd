import type { EventOf, LeverageShares } from "#core/events.ts";
import type { StoredEvent, StoredKind } from "#storage/store.ts";

/** One file of a market folder: which events go into it, and the rows that one of them makes. */
export interface FolderTable {
  /** Name of the file without `.csv`. */
  readonly name: string;
  readonly kind: StoredKind;
  readonly columns: readonly string[];
  /** Empty for an event that belongs into another file. */
  rows(event: StoredEvent): readonly FolderRow[];
}

/** Cells in the order of the columns; undefined is an empty cell. */
export type FolderRow = readonly (number | string | undefined)[];

/** Every file of a market folder but the candles, whose names say their interval. What the readers in import/tables/ read, bit for bit. */
export const FOLDER_TABLES: readonly FolderTable[] = [
  table("open-interest", "open-interest", ["time_ms", "open_interest", "heard_at_ms"], ({ time, openInterest, heardAt }) => [[time, openInterest, heardAt]]),
  table("funding", "funding", ["time_ms", "funding_rate", "heard_at_ms"], ({ time, rate, heardAt }) => [[time, rate, heardAt]]),
  table(
    "liquidations",
    "liquidation",
    ["time_ms", "position_side", "price", "quantity", "order_price", "ordinal", "sampling", "heard_at_ms"],
    ({ time, positionSide, price, size, orderPrice, ordinal, sampling, heardAt }) => [
      [time, positionSide, price, size, orderPrice, ordinal, sampling, heardAt],
    ],
  ),
  table("liquidations-usd", "liquidation-sum", ["time_ms", "long_usd", "short_usd", "interval_ms"], ({ openTime, longUsd, shortUsd, intervalMs }) => [
    [openTime, longUsd, shortUsd, intervalMs],
  ]),
  table("long-short-ratio", "ratio", ["time_ms", "ratio"], ({ time, ratio }) => [[time, ratio]]),
  table(
    "brackets",
    "brackets",
    ["time_ms", "changed_at_ms", "floor_usd", "cap_usd", "max_leverage", "maintenance_rate", "maintenance_amount_usd"],
    ({ time, changedAt, brackets }) =>
      brackets.map(({ floor, cap, maxLeverage, maintenanceRate, maintenanceAmount }) => [
        time,
        changedAt,
        floor,
        cap,
        maxLeverage,
        maintenanceRate,
        maintenanceAmount,
      ]),
  ),
  table("leverage", "leverage", ["time_ms", "position_side", "seen_share", "never_share", "leverage", "share"], ({ time, longShares, shortShares }) => [
    ...sharesOf(time, "long", longShares),
    ...sharesOf(time, "short", shortShares),
  ]),
];

/** Candles of traded or of mark price; `name` is that of their file. */
export function candleTable(name: string, price: EventOf<"candle">["price"]): FolderTable {
  const others = price === "last" ? ["volume", "taker_buy_volume"] : ["heard_at_ms"];
  return table(name, "candle", ["open_time_ms", "open", "high", "low", "close", ...others], (candle) => {
    if (candle.price !== price) return [];
    const { openTime, open, high, low, close, volume, takerBuyVolume, heardAt } = candle;
    return [[openTime, open, high, low, close, ...(price === "last" ? [volume, takerBuyVolume] : [heardAt])]];
  });
}

function table<Kind extends StoredKind>(
  name: string,
  kind: Kind,
  columns: readonly string[],
  rows: (event: EventOf<Kind>) => readonly FolderRow[],
): FolderTable {
  return { name, kind, columns, rows: (event) => (isOf(event, kind) ? rows(event) : []) };
}

const isOf = <Kind extends StoredKind>(event: StoredEvent, kind: Kind): event is StoredEvent & EventOf<Kind> => event.kind === kind;

function sharesOf(time: number, side: "long" | "short", { rungs, never, seen }: LeverageShares): readonly FolderRow[] {
  if (rungs.length === 0) return [[time, side, seen, never, undefined, undefined]];
  return rungs.map(([leverage, share]) => [time, side, seen, never, leverage, share]);
}
