import { type Instrument, instrumentId } from "#core/instrument.ts";
import { type Ms, asMs } from "#core/units.ts";
import type { Store } from "#storage/store.ts";
import { type Ending, endingOf } from "./listing-changes.ts";

type Meta = Pick<Store, "readMeta" | "writeMeta">;

const keyOf = (instrument: Instrument): string => `ended:${instrumentId(instrument)}`;

/** Keeps when and how an instrument ended, for later starts. */
export const rememberEnding = (store: Meta, instrument: Instrument, { at, why }: Ending): Promise<void> => store.writeMeta(keyOf(instrument), `${why} ${at}`);

/** What is remembered of the end of an instrument; where nobody saw it, what can be said `now`, which is remembered. */
export async function endingKnown(store: Meta, instrument: Instrument, now: Ms): Promise<Ending> {
  const [why, at] = ((await store.readMeta(keyOf(instrument))) ?? "").split(" ");
  if (why === "delisted" || why === "delivered") return { at: asMs(Number(at)), why, isOver: true };
  const ending = endingOf(instrument, now);
  await rememberEnding(store, instrument, ending);
  return ending;
}
