import { type Instrument, type InstrumentId, instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, SECOND_MS } from "#core/units.ts";
import type { Clock } from "#pipeline/clock.ts";
import type { FoundInstruments } from "./find-instruments.ts";
import { type ListingChanges, listingChanges } from "./listing-changes.ts";

export interface ListingWatchOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What the exchange lists now. */
  readonly ask: () => Promise<FoundInstruments>;
  readonly followed: () => readonly Instrument[];
  /** Something that is followed has fallen silent: it may be gone. */
  readonly isSilent: () => boolean;
  /** `gone` are those that two answers in a row did not have. */
  readonly onAnswer: (changes: ListingChanges, found: FoundInstruments) => void;
  readonly onFailure: (error: unknown) => void;
}

const LOOK_EVERY_MS = 15 * SECOND_MS;
const ASK_EVERY_MS = 10 * MINUTE_MS;
/** While something is silent, and before what is absent is taken for gone. */
const ASK_SOON_MS = MINUTE_MS;

/** Asks an exchange again and again what it lists: dated futures come and go each quarter, coins are listed and delisted. Resolves when aborted. */
export async function watchListing({ clock, signal, ask, followed, isSilent, onAnswer, onFailure }: ListingWatchOptions): Promise<void> {
  let absent: ReadonlySet<InstrumentId> = new Set();
  let askedAt = clock.now();
  while (!signal.aborted) {
    await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
    if (signal.aborted || clock.now() - askedAt < (absent.size > 0 || isSilent() ? ASK_SOON_MS : ASK_EVERY_MS)) continue;
    askedAt = clock.now();
    try {
      const found = await ask();
      if (signal.aborted) return;
      const { added, gone, announced } = listingChanges(followed(), found.instruments);
      onAnswer({ added, gone: gone.filter((instrument) => absent.has(instrumentId(instrument))), announced }, found);
      absent = new Set(gone.map(instrumentId).filter((id) => !absent.has(id)));
    } catch (error) {
      if (!signal.aborted) onFailure(error);
    }
  }
}
