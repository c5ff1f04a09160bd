import type { Listing } from "./listing.ts";

/** A listing of which nothing of the past is on record: no minute, no print, no settlement. */
export function withoutHistory(listing: Listing): Listing {
  const { recorder } = listing;
  const { minutes, trades } = recorder;
  return {
    ...listing,
    recorder: {
      ...recorder,
      mark: () => recorder.mark(),
      minutes: { ...minutes, firstMinute: minutes.endMinute },
      trades: { ...trades, nextId: 1 },
      funding: [],
    },
  };
}
