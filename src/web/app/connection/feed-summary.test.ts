import { describe, expect, it } from "vitest";
import type { StatusMessage } from "#wire/messages.ts";
import { feedSummary } from "./feed-summary.ts";

const feed = (state: StatusMessage["feeds"][number]["state"], ageMs: number | null): StatusMessage["feeds"][number] => ({
  exchange: "binance",
  stream: "trades",
  market: null,
  state,
  ageMs,
  messages: 0,
  dropped: 0,
  gaps: 0,
  reconnects: 0,
  shed: 0,
  perSecond: 0,
  lagMs: null,
  skewMs: null,
  problem: null,
  problemAt: null,
});
const status = (feeds: StatusMessage["feeds"], source: StatusMessage["source"] = "live"): StatusMessage => ({
  source,
  asOf: 0,
  staleMs: 0,
  version: "0",
  layer: "modelled",
  model: "m@1",
  now: 0,
  clockFastMs: null,
  startedAt: 0,
  feeds,
  markets: [],
  store: { ok: true, problem: null, failingSince: null, queued: 0, shed: 0, refused: 0, trades: null, frames: null },
  reliability: [],
  memoryBytes: 0,
  node: "v20",
});
const OPEN = { stream: "open", heardAt: 99_500, now: 100_000 } as const;

describe("feedSummary", () => {
  it("counts the feeds that deliver and shows the freshest", () => {
    const good = feedSummary({ ...OPEN, status: status([feed("live", 800), feed("live", 2_000)]) });
    expect(good).toMatchObject({ tone: "good", label: "2/2 feeds", age: "0.8 s" });
    expect(feedSummary({ ...OPEN, status: status([feed("live", 800), feed("stale", null)]) })).toMatchObject({ tone: "warning", label: "1/2 feeds" });
    expect(feedSummary({ ...OPEN, status: status([feed("closed", null)]) }).tone).toBe("bad");
  });

  it("is no alarm while feeds are being opened for the first time, and one when they cannot be", () => {
    const opening = feed("connecting", null);
    expect(feedSummary({ ...OPEN, status: status([opening]) })).toMatchObject({ tone: "neutral", label: "0/1 feeds" });
    expect(feedSummary({ ...OPEN, status: status([{ ...opening, problem: "refused" }]) }).tone).toBe("bad");
  });

  it("calls a silent stream stale, whatever the feeds last said", () => {
    expect(feedSummary({ ...OPEN, now: 130_000, status: status([feed("live", 100)]) })).toMatchObject({ tone: "bad", label: "Stale", age: "31 s" });
  });

  it("says that it reconnects, and since when nothing came", () => {
    expect(feedSummary({ ...OPEN, stream: "reconnecting", status: undefined })).toMatchObject({ tone: "bad", label: "Reconnecting", age: "0.5 s" });
  });

  it("says since when nothing can be stored, and what is to be done", () => {
    const delivering = status([feed("live", 100)]);
    const store = { ...delivering.store, ok: false, problem: "the disk is full", failingSince: 90_000 };
    const summary = feedSummary({ ...OPEN, status: { ...delivering, store } });
    expect(summary).toMatchObject({ tone: "warning", label: "Not stored" });
    expect(summary.detail).toMatch(/^1 of 1 feeds deliver\. Since \S+ \S+ nothing can be stored: the disk is full\.$/);
  });

  it("does not miss feeds in stored history", () => {
    expect(feedSummary({ ...OPEN, now: 900_000, status: status([], "replay") })).toMatchObject({ tone: "neutral", label: "Stored history" });
  });
});
