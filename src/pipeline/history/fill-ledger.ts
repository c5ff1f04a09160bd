import type { InstrumentId } from "#core/instrument.ts";
import type { BackfillKind } from "#exchanges/exchange.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { Store, TimeRange } from "#storage/store.ts";
import { type TimeRanges, rangesFrom, textOf, uncovered, withRange } from "./time-ranges.ts";

/** `filled`: what steps are made of. `deep`: samples of before the map. */
export type FillPart = "filled" | "deep";

/** Which stretches of a market's past are in the store, kind by kind: a restart asks the exchange for the rest only. */
export interface FillLedger {
  /** Nothing was ever noted: what the store holds came from elsewhere. */
  readonly isEmpty: boolean;
  /** What of a range is not in the store, oldest first. */
  missing(kind: BackfillKind, range: TimeRange): TimeRanges;
  /** Resolves when it is durable. Note what is stored already: a crash in between costs a repeated request, never a hole. */
  note(kind: BackfillKind, range: TimeRange): Promise<void>;
}

const KINDS: readonly BackfillKind[] = ["candles", "mark-candles", "open-interest", "funding", "ratio", "liquidations"];

export async function openFillLedger(store: Pick<Store, "readMeta" | "writeMeta">, market: InstrumentId, part: FillPart = "filled"): Promise<FillLedger> {
  const keyOf = (kind: BackfillKind) => `${part}:${market}:${kind}`;
  const filled = new Map<BackfillKind, TimeRanges>();
  for (const kind of KINDS) {
    const text = await store.readMeta(keyOf(kind));
    if (text !== undefined) filled.set(kind, rangesFrom(text));
  }
  const of = (kind: BackfillKind) => filled.get(kind) ?? [];
  return {
    get isEmpty() {
      return filled.size === 0;
    },
    missing: (kind, range) => uncovered(range, of(kind)),
    async note(kind, range) {
      if (uncovered(range, of(kind)).length === 0) return;
      const ranges = withRange(of(kind), range);
      filled.set(kind, ranges);
      await store.writeMeta(keyOf(kind), textOf(ranges));
    },
  };
}

/** When an exchange was first asked for a market's past, which is now unless it was before. What the store holds of later may have been heard live. */
export async function firstAskedAt(store: Pick<Store, "readMeta" | "writeMeta">, market: InstrumentId, now: Ms): Promise<Ms> {
  const key = `first-asked:${market}`;
  const known = Number(await store.readMeta(key));
  if (known > 0) return asMs(known);
  await store.writeMeta(key, String(now));
  return now;
}
