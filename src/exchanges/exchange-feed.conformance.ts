import { describe, expect, test } from "vitest";
import { createHandClock } from "./connection/hand-clock.conformance.ts";
import { type ExchangeUnderTest, NOW, isReady } from "./exchange-under-test.conformance.ts";
import type { Feed, RawFrame } from "./exchange.ts";
import { feedsOf } from "./running-feed.conformance.ts";

/** What every exchange promises of its feed: it lives, comes back, notices silence, survives garbage, and ends when told to. */
export function describeFeed(subject: ExchangeUnderTest): void {
  describe("as a feed", () => {
    const start = feedsOf(subject);

    test("delivers every kind of data and says that it lives", async () => {
      const { feed, heard, speak } = await start();
      speak();
      await heard.until(subject.spokenKinds);
      for (const stream of streamed(feed)) expect(stream).toMatchObject({ state: "live", dropped: 0, gaps: 0, reconnects: 0, shed: 0 });
    });

    test.runIf(subject.without?.includes("liquidations") !== true)("says of every forced order what the declaration says of the feed", async () => {
      const { heard, speak } = await start();
      speak();
      await heard.until(["liquidation"]);
      const { sampling } = subject.declaration.liquidations;
      for (const event of heard.events) if (event.kind === "liquidation") expect(event).toMatchObject({ sampling });
    });

    test("hands over every frame as it came", async () => {
      const frames: RawFrame[] = [];
      const { peer, heard, speak } = await start({ onFrame: (frame) => frames.push(frame) });
      const said = new Set<string>();
      peer.server.tamper((text) => {
        said.add(text);
        return [text];
      });
      speak();
      await heard.until(subject.spokenKinds);
      expect(said.size).toBeGreaterThan(0);
      for (const text of said) expect(frames).toContainEqual(expect.objectContaining({ text, line: expect.stringMatching(/^\//) as string }));
    });

    test("comes back when the lines break", async () => {
      const { peer, feed, heard, speak } = await start();
      for (const { socket } of peer.server.lines()) socket.terminate();
      await peer.server.until(() => peer.server.opened() === 2 * subject.lines && isReady(peer, subject));
      speak();
      await heard.until(subject.spokenKinds);
      for (const stream of streamed(feed)) expect(stream).toMatchObject({ state: "live", reconnects: 1 });
    });

    test("drops and counts garbage and keeps listening", async () => {
      const { peer, feed, heard, speak } = await start();
      for (const line of peer.server.lines()) for (const text of ["garbage", '{"trunc', "[]", "null", '{"e":"novelty"}']) line.say(text);
      for (const line of peer.server.lines()) line.socket.send(Buffer.from([0xff, 0, 1]));
      speak();
      await heard.until(subject.spokenKinds);
      const dropped = feed.health().reduce((sum, stream) => sum + stream.dropped, 0);
      expect(dropped).toBe(6 * subject.lines);
      expect(peer.server.opened()).toBe(subject.lines);
    });

    test("takes silence for a failure and opens new lines", async () => {
      const clock = createHandClock(NOW);
      const { peer, feed } = await start({ timing: { clock, random: () => 0 } });
      await clock.advanceUntil(() => feed.health().some(({ state }) => state === "stale"), 1_000);
      await clock.advanceUntil(() => peer.server.opened() >= 2 * subject.lines, 1_000);
      expect(feed.health().some(({ problem }) => problem?.includes("nothing comes"))).toBe(true);
    });

    test("says in words why no line opens", async () => {
      const clock = createHandClock(NOW);
      const { peer, feed } = await start({ timing: { clock, random: () => 0 } });
      peer.server.refuseUpgrades(451);
      for (const { socket } of peer.server.lines()) socket.terminate();
      await clock.advanceUntil(() => feed.health().filter(({ problem }) => problem?.includes("does not serve this location")).length >= subject.lines);
      expect(streamed(feed).filter(({ state }) => state === "live")).toEqual([]);
    });

    test("says in words of what is asked for over REST that the exchange wants silence", async () => {
      const clock = createHandClock(NOW);
      const { peer, feed } = await start({ timing: { clock, random: () => 0 } });
      peer.refuseRequests(418, { "retry-after": "60" });
      const asked = () => feed.health().filter(({ stream }) => stream === "clock");
      await clock.advanceUntil(() => asked().every(({ problem }) => problem?.includes("has banned this address")), 1_000);
      expect(asked()).toMatchObject([{ state: "stale", problem: expect.stringContaining("HTTP 418") as string }]);
      peer.refuseRequests(undefined);
      await clock.advanceUntil(() => asked().every(({ problem }) => problem === undefined || !problem.includes("HTTP 418")), 1_000);
    });

    test("ends when told to, by signal or by call, and says nothing afterwards", async () => {
      const { peer, feed, heard, stopping, speak } = await start();
      stopping.abort();
      await feed.stop();
      await peer.server.until(() => peer.server.lines().length === 0);
      const before = heard.count();
      speak();
      expect(heard.count()).toBe(before);
      for (const { state } of feed.health()) expect(state).toBe("closed");
    });
  });
}

/** Health of what comes over lines; the rest is polled. */
export const streamed = (feed: Feed) => feed.health().filter(({ stream }) => !["funding", "open-interest", "ratio", "clock"].includes(stream));
