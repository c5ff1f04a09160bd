import { AppError } from "#core/app-error.ts";
import type { CandleEvent } from "#core/events.ts";
import type { AppendReport, StoredEvent, StoredKind } from "#storage/store.ts";
import type { Database, Row, Transaction } from "./database.ts";
import { type EventTable, READ_ORDER, columnOf, columnsOf, fieldsOf, rowsOfEvents, tableOf, timeColumnOf } from "./event-tables.ts";
import { grouped } from "./grouped.ts";

const stagingOf = (table: EventTable): string => `staged_${table.table}`;

/** Makes the tables in which a batch waits while it is compared with what is stored. They live in memory. */
export async function createStaging(transaction: Transaction): Promise<void> {
  for (const kind of READ_ORDER) {
    const table = tableOf(kind);
    await transaction.change(`CREATE TEMP TABLE ${stagingOf(table)} AS SELECT ${columnsOf(table).join(", ")} FROM ${table.table} LIMIT 0`);
  }
}

/** See Store.appendEvents. */
export function appendEvents(database: Database, events: readonly StoredEvent[]): Promise<AppendReport> {
  const forming = events.find((event) => event.kind === "candle" && !event.closed);
  if (forming !== undefined) throw new AppError("bad-input", `a candle of ${forming.instrument} is still forming; only closed candles are stored`);
  const byKind = grouped(events, ({ kind }) => kind);
  return database.write(async (transaction) => {
    let added = 0;
    for (const [kind, ofKind] of byKind) added += await appendKind(transaction, kind, ofKind);
    return { added, duplicates: events.length - added };
  });
}

async function appendKind(transaction: Transaction, kind: StoredKind, events: readonly StoredEvent[]): Promise<number> {
  const table = tableOf(kind);
  if (kind === "candle") await refuseSecondInterval(transaction, events as readonly CandleEvent[]);
  await transaction.append(stagingOf(table), rowsOfEvents(table, events));
  const times = timesOf(table, events);
  const added = await transaction.change(insertSql(table), times);
  if (added < events.length) await refuseContradiction(transaction, kind, times);
  await transaction.change(`DELETE FROM ${stagingOf(table)}`);
  return added;
}

/** Rows of keys that are not stored yet, the first of each key, in the order of arrival. */
function insertSql(table: EventTable): string {
  const columns = columnsOf(table).join(", ");
  return `INSERT INTO ${table.table} (${columns})
    SELECT ${columns} FROM ${stagingOf(table)} staged
    ANTI JOIN ${storedSql(table)} ON ${sameKeySql(table)}
    WHERE rowid IN (SELECT min(rowid) FROM ${stagingOf(table)} GROUP BY ${table.key.map(columnOf).join(", ")})
    ORDER BY rowid`;
}

/** A range of time beside the join lets DuckDB skip everything stored outside it. */
const storedSql = (table: EventTable): string => `(SELECT * FROM ${table.table} WHERE ${timeColumnOf(table)} BETWEEN ? AND ?) stored`;

const sameKeySql = (table: EventTable): string =>
  table.key.map((field) => `staged.${columnOf(field)} IS NOT DISTINCT FROM stored.${columnOf(field)}`).join(" AND ");

async function refuseContradiction(transaction: Transaction, kind: StoredKind, times: readonly number[]): Promise<void> {
  const table = tableOf(kind);
  if (table.values.length === 0) return;
  const fields = fieldsOf(table);
  const differs = table.values.map((field) => `staged.${columnOf(field)} IS DISTINCT FROM stored.${columnOf(field)}`).join(" OR ");
  const selected = ["staged", "stored"].flatMap((side) => columnsOf(table).map((column) => `${side}.${column}`)).join(", ");
  const [row] = await transaction.rows(
    `SELECT ${selected} FROM ${stagingOf(table)} staged JOIN ${storedSql(table)} ON ${sameKeySql(table)} WHERE ${differs} LIMIT 1`,
    times,
  );
  if (row === undefined) return;
  throw new AppError("conflict", contradiction(kind, row.slice(0, fields.length), row.slice(fields.length)));
}

function contradiction(kind: StoredKind, staged: Row, stored: Row): string {
  const table = tableOf(kind);
  const fields = fieldsOf(table);
  const at = fields.findIndex((_, i) => staged[i] !== stored[i]);
  const cells = Object.fromEntries(fields.map((field, i) => [field, staged[i]]));
  const time = new Date(Number(cells[table.time])).toISOString();
  const said = (row: Row): string => (row[at] === null ? "absent" : typeof row[at] === "string" ? row[at] : Number(row[at]).toString());
  return `${kind} of ${cells["instrument"] as string} at ${time}: ${fields[at]} ${said(staged)} contradicts the stored ${said(stored)}`;
}

async function refuseSecondInterval(transaction: Transaction, candles: readonly CandleEvent[]): Promise<void> {
  const intervals = new Map<string, number>();
  for (const { instrument, price, intervalMs } of candles) {
    const series = `${instrument} ${price}`;
    let stored = intervals.get(series);
    if (stored === undefined) {
      const [row] = await transaction.rows("SELECT interval_ms FROM candles WHERE instrument = ? AND price = ? LIMIT 1", [instrument, price]);
      stored = row === undefined ? intervalMs : Number(row[0]);
      intervals.set(series, stored);
    }
    if (intervalMs === stored) continue;
    throw new AppError(
      "conflict",
      `${price} candles of ${instrument} are stored at ${stored / 60_000} min; candles of ${intervalMs / 60_000} min cannot be added`,
    );
  }
}

function timesOf({ time }: EventTable, events: readonly StoredEvent[]): readonly [first: number, last: number] {
  let first = Infinity;
  let last = -Infinity;
  for (const event of events) {
    const own = (event as unknown as Readonly<Record<typeof time, number>>)[time];
    if (own < first) first = own;
    if (own > last) last = own;
  }
  return [first, last];
}
