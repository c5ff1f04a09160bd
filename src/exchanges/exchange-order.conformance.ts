import { describe, expect, test } from "vitest";
import type { MarketEvent } from "#core/events.ts";
import { createHandClock } from "./connection/hand-clock.conformance.ts";
import type { LoopbackLine } from "./connection/loopback-server.conformance.ts";
import { type ExchangeUnderTest, NOW, isReady } from "./exchange-under-test.conformance.ts";
import { streamed } from "./exchange-feed.conformance.ts";
import { type RunningFeed, feedsOf } from "./running-feed.conformance.ts";

const BURST = 1_000;
const LINE_AGE_MS = 60_000;
const AHEAD_MS = 3_600_000;

/** What every exchange promises when frames come twice, in another order, too fast, or not at all: each fact goes out once, and what is lost is counted. */
export function describeOrder(subject: ExchangeUnderTest): void {
  const can = (ability: NonNullable<ExchangeUnderTest["without"]>[number]): boolean => subject.without?.includes(ability) !== true;
  const kinds = can("liquidations") ? (["trade", "liquidation"] as const) : (["trade"] as const);
  /** Trades, and forced orders where they are public: the fewest of each. */
  const told = (events: readonly MarketEvent[]): number => Math.min(...kinds.map((kind) => countOf(events, kind)));

  describe("in disorder", () => {
    const start = feedsOf(subject);

    test("tells what comes twice once", async () => {
      const { peer, heard, speak } = await start();
      peer.server.tamper((text) => [text, text]);
      for (let i = 0; i < 5; i++) speak();
      await heard.untilTrue(() => told(heard.events) >= 5);
      speak();
      await heard.untilTrue(() => told(heard.events) > 5);
      expectEachOnce(heard.events, 6);
    });

    test("loses nothing that comes in another order", async () => {
      const clock = createHandClock(NOW);
      const { peer, heard, speak } = await start({ timing: { clock, random: () => 0 } });
      const late: (() => void)[] = [];
      speak();
      peer.server.tamper((text, { socket }) => {
        late.push(() => socket.send(text));
        return [];
      });
      speak();
      peer.server.tamper(undefined);
      speak();
      for (const send of late) send();
      speak();
      await clock.advanceUntil(() => told(heard.events) === 4);
      expectEachOnce(heard.events, 4);
    });

    test.runIf(can("book-sequence"))("a hole in the book is counted, and a snapshot follows", async () => {
      const clock = createHandClock(NOW);
      const { peer, feed, heard, speak } = await start({ timing: { clock, random: () => 0 } });
      const snapshots = (): number => heard.events.filter((event) => event.kind === "book" && event.snapshot).length;
      speak();
      await clock.advanceUntil(() => snapshots() === 1);
      peer.server.tamper(() => []);
      speak();
      peer.server.tamper(undefined);
      await clock.advanceUntil(() => {
        speak();
        return snapshots() === 2;
      }, 1_000);
      expect(feed.health().find(({ stream }) => stream === "book")).toMatchObject({ gaps: 1 });
    });

    test.runIf(can("trade-repair"))("fetches the trades that were missed while the lines were down, and counts lost forced orders", async () => {
      const clock = createHandClock(NOW);
      const { peer, feed, heard, speak } = await start({ timing: { clock, random: () => 0 } });
      speak();
      await heard.untilTrue(() => countOf(heard.events, "trade") === 1);
      for (const { socket } of peer.server.lines()) socket.terminate();
      await peer.server.until(() => peer.server.lines().length === 0);
      speak();
      speak();
      await clock.advanceUntil(() => peer.server.opened() === 2 * subject.lines && isReady(peer, subject));
      speak();
      await clock.advanceUntil(() => countOf(heard.events, "trade") === 4);
      expectEachOnce(
        heard.events.filter(({ kind }) => kind === "trade"),
        4,
      );
      if (can("liquidations")) expect(feed.health().find(({ stream }) => stream === "liquidations")).toMatchObject({ gaps: 1, reconnects: 1 });
    });

    test("changes lines before they are cut, without loss or doubles", async () => {
      const clock = createHandClock(NOW);
      const replan: NonNullable<Parameters<typeof start>[0]>["replan"] = (plan) => ({
        ...plan,
        policy: { ...plan.policy, maxAgeMs: LINE_AGE_MS, overlapMs: 5_000 },
      });
      const { peer, feed, heard, speak } = await start({ timing: { clock, random: () => 0 }, replan });
      const old = new Set<LoopbackLine>(peer.server.lines());
      let spoken = 0;
      let together = 0;
      await clock.advanceUntil(() => {
        speak();
        spoken++;
        if (peer.server.lines().length > subject.lines) together++;
        return peer.server.lines().every((line) => !old.has(line)) && isReady(peer, subject);
      }, 1_000);
      await clock.advanceUntil(() => told(heard.events) === spoken);
      expectEachOnce(heard.events, spoken);
      expect(together).toBeGreaterThan(0);
      for (const stream of streamed(feed)) expect(stream).toMatchObject({ state: "live", gaps: 0, reconnects: 0, dropped: 0 });
    });

    test("goes on when the exchange's clock, which was ahead, is set back", async () => {
      const clock = createHandClock(NOW);
      const { peer, heard, speak } = await start({ timing: { clock, random: () => 0 } });
      peer.server.tamper((text) => [text.replace(/\b1\d{12}\b/g, (stamp) => String(Number(stamp) + AHEAD_MS))]);
      speak();
      await heard.until(["trade", "mark", "book"]);
      peer.server.tamper(undefined);
      const since = heard.count();
      const toldSince = (kind: MarketEvent["kind"]): boolean => heard.events.slice(since).some((event) => event.kind === kind);
      await clock.advanceUntil(() => {
        speak();
        return (["trade", "mark", "book"] as const).every(toldSince);
      }, 1_000);
      expect(clock.now() - NOW).toBeLessThan(30_000);
    });

    test("a burst loses nothing that is not counted", async () => {
      const { feed, heard, speak } = await start();
      for (let i = 0; i < BURST; i++) speak();
      await heard.untilTrue(() => told(heard.events) + shedBy({ feed }) >= BURST);
      if (shedBy({ feed }) === 0) expectEachOnce(heard.events, BURST);
    });

    test("shows how far the exchange's clock is from ours", async () => {
      const clock = createHandClock(NOW + 30_000);
      const { feed, heard, speak } = await start({ timing: { clock, random: () => 0 } });
      speak();
      await heard.until(["trade", "mark"]);
      const lags = feed.health().flatMap(({ stream, lagMs }) => (lagMs !== undefined && ["trades", "mark"].includes(stream) ? [lagMs] : []));
      expect(lags.length).toBeGreaterThan(0);
      for (const lagMs of lags) expect(lagMs).toBeGreaterThan(20_000);
      const watch = feed.health().find(({ stream }) => stream === "clock");
      if (watch === undefined) return;
      await clock.advanceUntil(() => feed.health().some(({ skewMs }) => skewMs !== undefined), 1_000);
      const skewed = feed.health().find(({ stream }) => stream === "clock");
      expect(skewed?.skewMs).toBeLessThan(-20_000);
      expect(skewed?.problem).toContain("behind ours");
    });
  });
}

const countOf = (events: readonly MarketEvent[], kind: MarketEvent["kind"]): number => events.filter((event) => event.kind === kind).length;
const shedBy = ({ feed }: Pick<RunningFeed, "feed">): number => feed.health().reduce((sum, { shed }) => sum + shed, 0);

/** As many different trades, and forced orders, as were spoken. */
function expectEachOnce(events: readonly MarketEvent[], spoken: number): void {
  for (const kind of ["trade", "liquidation"] as const) {
    const told = events.filter((event) => event.kind === kind).map((event) => JSON.stringify(event));
    if (told.length === 0) continue;
    expect(told).toHaveLength(spoken);
    expect(new Set(told).size).toBe(spoken);
  }
}
