import type { EventOf } from "#core/events.ts";
import type { StoredEvent, StoredKind } from "#storage/store.ts";
import type { Cell, Row } from "./database.ts";

/**
 * How one kind of event lies in its table. A column is its field in snake_case, in the order key, values.
 * Two rows of one key with different values contradict each other.
 */
export interface EventTable<Kind extends StoredKind = StoredKind> {
  readonly table: string;
  readonly key: readonly (keyof EventOf<Kind> & string)[];
  readonly values: readonly (keyof EventOf<Kind> & string)[];
  /** The event's own time. */
  readonly time: "time" | "openTime";
  /** Values that are lists or objects; they lie in the table as JSON. */
  readonly lists?: readonly (keyof EventOf<Kind> & string)[];
  /** Column of the interval after which the event becomes known. */
  readonly interval?: "intervalMs";
  /** Fields that two rows may have differently without contradicting each other. */
  readonly notes?: readonly (keyof EventOf<Kind> & string)[];
  /** Order of rows that become known at the same instant, before the order of arrival. */
  readonly tieOrder?: string;
  /** Fields that are the same in every stored event. */
  readonly constants?: Partial<EventOf<Kind>>;
}

const TABLES: { readonly [Kind in StoredKind]: EventTable<Kind> } = {
  funding: { table: "funding", key: ["instrument", "time"], values: ["rate"], notes: ["heardAt"], time: "time" },
  "open-interest": { table: "open_interest", key: ["instrument", "time"], values: ["openInterest"], notes: ["heardAt"], time: "time" },
  ratio: { table: "ratios", key: ["instrument", "time"], values: ["ratio"], time: "time" },
  brackets: { table: "brackets", key: ["instrument", "time"], values: ["changedAt", "brackets"], lists: ["brackets"], time: "time" },
  leverage: { table: "leverage", key: ["instrument", "time"], values: ["longShares", "shortShares"], lists: ["longShares", "shortShares"], time: "time" },
  liquidation: {
    table: "liquidations",
    key: ["instrument", "time", "positionSide", "price", "size", "orderPrice", "ordinal"],
    values: [],
    notes: ["heardAt", "sampling"],
    time: "time",
  },
  "liquidation-sum": {
    table: "liquidation_sums",
    key: ["instrument", "openTime", "intervalMs"],
    values: ["longUsd", "shortUsd"],
    time: "openTime",
    interval: "intervalMs",
  },
  candle: {
    table: "candles",
    key: ["instrument", "price", "openTime"],
    values: ["intervalMs", "open", "high", "low", "close", "volume", "takerBuyVolume"],
    notes: ["heardAt"],
    time: "openTime",
    interval: "intervalMs",
    tieOrder: "price DESC",
    constants: { closed: true },
  },
};

/** Kinds in the order in which events known at the same instant are read: candles last, they end a step. */
export const READ_ORDER = Object.keys(TABLES) as readonly StoredKind[];

export const tableOf = (kind: StoredKind): EventTable => TABLES[kind] as EventTable;
export const fieldsOf = ({ key, values, notes = [] }: EventTable): readonly string[] => [...key, ...values, ...notes];
export const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
export const columnsOf = (table: EventTable): readonly string[] => fieldsOf(table).map(columnOf);
export const timeColumnOf = ({ time }: EventTable): string => columnOf(time);
/** SQL for the instant at which a row becomes known. */
export const knownAtOf = (table: EventTable): string => {
  const own = timeColumnOf(table) + (table.interval === undefined ? "" : ` + ${columnOf(table.interval)}`);
  return table.notes?.includes("heardAt" as never) ? `coalesce(heard_at, ${own})` : own;
};

/** Cells of an event in the order of {@link columnsOf}; an absent field is NULL. */
export function* rowsOfEvents(table: EventTable, events: Iterable<StoredEvent>): Iterable<readonly Cell[]> {
  const fields = fieldsOf(table);
  const lists = listsOf(table);
  for (const event of events) {
    const cells = event as unknown as Readonly<Record<string, Cell | undefined>>;
    yield fields.map((field) => (lists.has(field) ? JSON.stringify(cells[field]) : (cells[field] ?? null)));
  }
}

/** The events that the rows came from. */
export function eventsOfRows(kind: StoredKind, rows: readonly Row[]): StoredEvent[] {
  const table = tableOf(kind);
  const fields = fieldsOf(table);
  const lists = listsOf(table);
  return rows.map((row) => {
    const event: Record<string, unknown> = { kind };
    for (const [i, field] of fields.entries()) {
      const cell = row[i];
      if (cell === null) continue;
      if (lists.has(field)) event[field] = JSON.parse(cell as string);
      else event[field] = typeof cell === "bigint" ? Number(cell) : cell;
    }
    return Object.assign(event, table.constants) as unknown as StoredEvent;
  });
}

const listsOf = ({ lists = [] }: EventTable): ReadonlySet<string> => new Set(lists);
