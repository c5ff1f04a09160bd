import { afterEach, describe, expect, test } from "vitest";
import { createHandClock } from "./connection/hand-clock.conformance.ts";
import { type ExchangeUnderTest, NOW, REAL, bitcoin } from "./exchange-under-test.conformance.ts";
import type { Feed } from "./exchange.ts";
import { createListener } from "./listener.conformance.ts";

/** What every exchange promises of its feed: it lives, comes back, notices silence, survives garbage, and ends when told to. */
export function describeFeed(subject: ExchangeUnderTest): void {
  describe("as a feed", () => {
    const ending: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const end of ending.splice(0).reverse()) await end();
    });

    async function start(timing = REAL) {
      const peer = await subject.startPeer({ now: NOW, listedAt: NOW - 86_400_000 });
      ending.push(() => peer.server.stop());
      const exchange = subject.create(peer.hosts, timing);
      const instrument = await bitcoin(exchange);
      const heard = createListener();
      const stopping = new AbortController();
      const feed = exchange.feed({ instruments: [instrument], onEvents: heard.onEvents, signal: stopping.signal });
      ending.push(() => feed.stop());
      await peer.server.until(() => peer.server.lines().length === subject.lines);
      return { peer, feed, heard, instrument, stopping };
    }

    test("delivers every kind of data and says that it lives", async () => {
      const { peer, feed, heard, instrument } = await start();
      peer.speak(instrument.symbol);
      await heard.until(subject.spokenKinds);
      for (const stream of streamed(feed)) expect(stream).toMatchObject({ state: "live", dropped: 0, gaps: 0, reconnects: 0 });
    });

    test("comes back when the lines break", async () => {
      const { peer, feed, heard, instrument } = await start();
      for (const { socket } of peer.server.lines()) socket.terminate();
      await peer.server.until(() => peer.server.opened() === 2 * subject.lines);
      peer.speak(instrument.symbol);
      await heard.until(subject.spokenKinds);
      for (const stream of streamed(feed)) expect(stream).toMatchObject({ state: "live", reconnects: 1 });
    });

    test("drops and counts garbage and keeps listening", async () => {
      const { peer, feed, heard, instrument } = await start();
      for (const line of peer.server.lines()) for (const text of ["garbage", '{"trunc', "[]", "null", '{"e":"novelty"}']) line.say(text);
      for (const line of peer.server.lines()) line.socket.send(Buffer.from([0xff, 0, 1]));
      peer.speak(instrument.symbol);
      await heard.until(subject.spokenKinds);
      const dropped = feed.health().reduce((sum, stream) => sum + stream.dropped, 0);
      expect(dropped).toBe(6 * subject.lines);
      expect(peer.server.opened()).toBe(subject.lines);
    });

    test("takes silence for a failure and opens new lines", async () => {
      const clock = createHandClock(NOW);
      const { peer, feed } = await start({ clock, random: () => 0 });
      await clock.advanceUntil(() => feed.health().some(({ state }) => state === "stale"), 1_000);
      await clock.advanceUntil(() => peer.server.opened() === 2 * subject.lines, 1_000);
      expect(feed.health().some(({ problem }) => problem?.includes("nothing comes"))).toBe(true);
    });

    test("says in words why no line opens", async () => {
      const clock = createHandClock(NOW);
      const { peer, feed } = await start({ clock, random: () => 0 });
      peer.server.refuseUpgrades(451);
      for (const { socket } of peer.server.lines()) socket.terminate();
      await clock.advanceUntil(() => feed.health().filter(({ problem }) => problem?.includes("does not serve this location")).length >= subject.lines);
      expect(streamed(feed).filter(({ state }) => state === "live")).toEqual([]);
    });

    test("ends when told to, by signal or by call, and says nothing afterwards", async () => {
      const { peer, feed, heard, instrument, stopping } = await start();
      stopping.abort();
      await feed.stop();
      await peer.server.until(() => peer.server.lines().length === 0);
      const before = heard.count();
      peer.speak(instrument.symbol);
      expect(heard.count()).toBe(before);
      for (const { state } of feed.health()) expect(state).toBe("closed");
    });
  });
}

/** Health of what comes over lines; the rest is polled. */
const streamed = (feed: Feed) => feed.health().filter(({ stream }) => !["funding", "open-interest", "ratio", "clock"].includes(stream));
