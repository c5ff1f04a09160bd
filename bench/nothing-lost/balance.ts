/** What was sent against what was told, each thing as often as it was. */
export interface Balance<Entry> {
  sent(key: string, entry: Entry): void;
  told(key: string, time: number): void;
  /** Something was told that cannot be compared. */
  heard(): void;
  readonly counts: { readonly sent: number; readonly told: number };
  /** What was sent and not told. */
  missing(): readonly Entry[];
  /** What was told and not sent, or told more often than it was sent. */
  surplus(): readonly Surplus[];
}

export interface Surplus {
  readonly key: string;
  readonly time: number;
}

/** Holds only what is open: things that were sent and told are counted and let go. */
export function createBalance<Entry>(): Balance<Entry> {
  const open = new Map<string, Entry[]>();
  const surplus: Surplus[] = [];
  const counts = { sent: 0, told: 0 };
  return {
    counts,
    sent(key, entry) {
      counts.sent++;
      // REST can tell a thing in the moment before it is published.
      const early = surplus.findIndex((told) => told.key === key);
      if (early >= 0) {
        surplus.splice(early, 1);
        return;
      }
      const known = open.get(key);
      if (known === undefined) open.set(key, [entry]);
      else known.push(entry);
    },
    told(key, time) {
      counts.told++;
      const known = open.get(key);
      if (known === undefined) surplus.push({ key, time });
      else if (known.length === 1) open.delete(key);
      else known.shift();
    },
    heard: () => void counts.told++,
    missing: () => [...open.values()].flat(),
    surplus: () => surplus,
  };
}
