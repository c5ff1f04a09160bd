import { type Instrument, type InstrumentId, instrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";

/** How an instrument's trading ends: by the exchange's decision, or because a dated future was delivered. */
export interface Ending {
  /** Epoch ms: announced, or when it was noticed. */
  readonly at: Ms;
  readonly why: "delisted" | "delivered";
  /** False: announced, it still trades. */
  readonly isOver: boolean;
}

/** What a new answer of an exchange changes about what is followed. */
export interface ListingChanges {
  /** Not followed yet: a new dated future, a coin that is listed now. */
  readonly added: readonly Instrument[];
  /** Followed and not listed any more. */
  readonly gone: readonly Instrument[];
  /** Of those that go on: when they will end, where the exchange says so. */
  readonly announced: readonly { readonly id: InstrumentId; readonly ending: Ending | undefined }[];
}

export function listingChanges(followed: readonly Instrument[], listed: readonly Instrument[]): ListingChanges {
  const now = new Map(listed.map((instrument) => [instrumentId(instrument), instrument]));
  const before = new Set(followed.map(instrumentId));
  return {
    added: listed.filter((instrument) => !before.has(instrumentId(instrument))),
    gone: followed.filter((instrument) => !now.has(instrumentId(instrument))),
    announced: announcedOf(listed),
  };
}

export const announcedOf = (listed: readonly Instrument[]): ListingChanges["announced"] =>
  listed.map((instrument) => ({ id: instrumentId(instrument), ending: announcedEnding(instrument) }));

/** The end of a perpetual that its exchange has announced. A dated future's is no news. */
const announcedEnding = ({ listing }: Instrument): Ending | undefined =>
  listing?.endsAt === undefined ? undefined : { at: listing.endsAt, why: "delisted", isOver: false };

/** How one ended that is not listed any more at `now`. */
export function endingOf({ expiry, listing }: Instrument, now: Ms): Ending {
  if (expiry !== undefined && expiry <= now) return { at: expiry, why: "delivered", isOver: true };
  const { endsAt = now } = listing ?? {};
  return { at: endsAt < now ? endsAt : now, why: "delisted", isOver: true };
}

/**
 * Of what the store holds of an exchange, what has ended while nobody listened: delivered futures, and perpetuals of a kind that their coin has none of
 * now. Where it has one, the stored one may only not be the main one any more.
 */
export function endedMeanwhile(stored: readonly Instrument[], listed: readonly Instrument[], now: Ms): readonly Instrument[] {
  const ids = new Set(listed.map(instrumentId));
  const kinds = new Set(listed.filter(({ expiry }) => expiry === undefined).map(kindOf));
  return stored.filter(
    (instrument) => !ids.has(instrumentId(instrument)) && (instrument.expiry === undefined ? !kinds.has(kindOf(instrument)) : instrument.expiry <= now),
  );
}

const kindOf = ({ coin, contract }: Instrument): string => `${coin} ${contract}`;
