import { expect, it } from "vitest";
import { createCrowd } from "#simulator/market/crowd.ts";
import { VENUES } from "#simulator/registry.ts";
import { createListing } from "./listing.ts";

it("has books as deep as open interest is large, whatever a contract counts", () => {
  const start = Date.UTC(2026, 0, 1);
  const instruments = VENUES.flatMap(({ declaration }) => declaration.instruments("BTC", start));
  const crowd = createCrowd({ seed: "depth", coin: "BTC", start, instruments, keepDays: 1 });
  const shares = crowd.recorders.map((recorder, at) => {
    const { profile } = recorder.market;
    const { book } = createListing(recorder, { instrument: instruments[at], seed: "depth", delist: () => undefined });
    const reach = Math.round((recorder.last * 0.0005) / profile.tickSize);
    const usd = book
      .bids(Math.min(1_000, reach))
      .reduce((sum, [tick, lots]) => sum + lots * profile.lotSize * (profile.contract === "linear" ? tick * profile.tickSize : 1), 0);
    return usd / profile.openInterestUsd;
  });
  expect(Math.max(...shares) / Math.min(...shares)).toBeLessThan(4);
});
