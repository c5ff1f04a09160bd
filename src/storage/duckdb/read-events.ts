import { knownAt } from "#core/events.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { DAY_MS, asMs } from "#core/units.ts";
import type { StoredEvent, StoredKind, TimeRange } from "#storage/store.ts";
import type { Database } from "./database.ts";
import { READ_ORDER, columnsOf, eventsOfRows, knownAtOf, tableOf, timeColumnOf } from "./event-tables.ts";

/** What is in memory at once: two days of minutes and five-second samples are some 50,000 events. */
const BATCH_MS = 2 * DAY_MS;

/** What of a kind lies in a range: when it became known, and the longest time that took. */
interface KindExtent {
  readonly kind: StoredKind;
  readonly firstKnown: number;
  readonly lastKnown: number;
  readonly longestInterval: number;
}

interface KnownWindow {
  readonly from: number;
  readonly to: number;
}

/** See Store.readEvents. At equal times candles come last, and of these the traded one. */
export async function* readEvents(
  database: Database,
  instrument: InstrumentId,
  { kinds, range }: { kinds: readonly StoredKind[]; range: TimeRange },
): AsyncIterable<readonly StoredEvent[]> {
  const wanted = READ_ORDER.filter((kind) => kinds.includes(kind));
  const extents = (await Promise.all(wanted.map((kind) => extentIn(database, instrument, { kind, range })))).filter((extent) => extent !== undefined);
  const end = Math.max(...extents.map(({ lastKnown }) => lastKnown));
  let from = Math.min(...extents.map(({ firstKnown }) => firstKnown));
  while (from <= end) {
    const window = { from, to: from + BATCH_MS };
    const batches = await Promise.all(extents.map((extent) => readWindow(database, instrument, { extent, range, window })));
    const batch = batches.flat();
    if (batch.length > 0) yield batch.sort((a, b) => knownAt(a) - knownAt(b));
    from = window.to;
  }
}

async function extentIn(
  database: Database,
  instrument: InstrumentId,
  { kind, range }: { kind: StoredKind; range: TimeRange },
): Promise<KindExtent | undefined> {
  const table = tableOf(kind);
  const known = knownAtOf(table);
  const time = timeColumnOf(table);
  const [row] = await database.read(
    `SELECT min(${known}), max(${known}), max(${known} - ${time}) FROM ${table.table} WHERE instrument = ? AND ${time} >= ? AND ${time} < ?`,
    [instrument, range.from, range.to],
  );
  if (row === undefined || row[0] === null) return undefined;
  return { kind, firstKnown: Number(row[0]), lastKnown: Number(row[1]), longestInterval: Number(row[2]) };
}

async function readWindow(
  database: Database,
  instrument: InstrumentId,
  { extent, range, window }: { extent: KindExtent; range: TimeRange; window: KnownWindow },
): Promise<StoredEvent[]> {
  if (extent.lastKnown < window.from || extent.firstKnown >= window.to) return [];
  const table = tableOf(extent.kind);
  const time = timeColumnOf(table);
  const known = knownAtOf(table);
  const order = [known, table.tieOrder, "rowid"].filter((term) => term !== undefined).join(", ");
  const rows = await database.read(
    `SELECT ${columnsOf(table).join(", ")} FROM ${table.table}
     WHERE instrument = ? AND ${time} >= ? AND ${time} < ? AND ${known} >= ? AND ${known} < ? ORDER BY ${order}`,
    [instrument, Math.max(range.from, window.from - extent.longestInterval), Math.min(range.to, window.to), window.from, window.to],
  );
  return eventsOfRows(extent.kind, rows);
}

/** See Store.extent. */
export async function extent(database: Database, instrument: InstrumentId, kind: StoredKind): Promise<TimeRange | undefined> {
  const table = tableOf(kind);
  const time = timeColumnOf(table);
  const [row] = await database.read(`SELECT min(${time}), max(${time}) FROM ${table.table} WHERE instrument = ?`, [instrument]);
  if (row === undefined || row[0] === null) return undefined;
  return { from: asMs(Number(row[0])), to: asMs(Number(row[1]) + 1) };
}
