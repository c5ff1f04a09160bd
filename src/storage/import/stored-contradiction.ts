import { AppError } from "#core/app-error.ts";
import { asMs } from "#core/units.ts";
import type { Store, StoredEvent, StoredKind, TimeRange } from "#storage/store.ts";
import { historyKind, ownTime } from "./event-batch.ts";

/** Refuses events that contradict what a store already holds, before anything is stored. Liquidations cannot: they may share a time. */
export interface StoredCheck {
  /** @throws AppError `conflict` naming the event, its time and both values. */
  add(events: readonly StoredEvent[]): Promise<void>;
}

export function createStoredCheck(store: Store): StoredCheck {
  const extents = new Map<string, TimeRange | undefined>();

  async function extentOf(event: StoredEvent): Promise<TimeRange | undefined> {
    const key = `${event.instrument} ${event.kind}`;
    if (!extents.has(key)) extents.set(key, await store.extent(event.instrument, event.kind));
    return extents.get(key);
  }

  return {
    async add(events) {
      const stored = new Map<StoredKind, StoredEvent[]>();
      for (const event of events) {
        if (event.kind === "liquidation") continue;
        const extent = await extentOf(event);
        if (extent === undefined || ownTime(event) < extent.from || ownTime(event) >= extent.to) continue;
        const ofKind = stored.get(event.kind);
        if (ofKind === undefined) stored.set(event.kind, [event]);
        else ofKind.push(event);
      }
      for (const [kind, ofKind] of stored) await compare(store, kind, ofKind);
    },
  };
}

async function compare(store: Store, kind: StoredKind, events: readonly StoredEvent[]): Promise<void> {
  const fresh = new Map(events.map((event) => [identity(event), event]));
  const times = events.map((event): number => ownTime(event));
  const range = { from: asMs(times.reduce((a, b) => Math.min(a, b))), to: asMs(times.reduce((a, b) => Math.max(a, b)) + 1) };
  for await (const batch of store.readEvents(events[0].instrument, [kind], range)) {
    for (const known of batch) {
      const event = fresh.get(identity(known));
      if (event !== undefined) refuseDifference(event, known);
    }
  }
}

/** The same fact may be heard earlier or later. */
const WHEN_HEARD = "heardAt";

const identity = (event: StoredEvent): string =>
  event.kind === "liquidation-sum" ? `${event.openTime} ${event.intervalMs}` : `${historyKind(event)} ${ownTime(event)}`;

function refuseDifference(event: StoredEvent, known: StoredEvent): void {
  const [given, held] = [event, known] as unknown as readonly Readonly<Record<string, unknown>>[];
  const fields = new Set([...Object.keys(given), ...Object.keys(held)]);
  const field = [...fields].find((name) => name !== WHEN_HEARD && said(given, name) !== said(held, name));
  if (field === undefined) return;
  const place = `${historyKind(event)} of ${event.instrument} at ${new Date(ownTime(event)).toISOString()}`;
  throw new AppError("conflict", `${place}: ${field} ${said(given, field)} contradicts the stored ${said(held, field)}; nothing was imported.`);
}

const said = (of: Readonly<Record<string, unknown>>, field: string): string => JSON.stringify(of[field]) ?? "absent";
