import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MarketEvent, MarketEventKind } from "#core/events.ts";
import type { Instrument } from "#core/instrument.ts";
import { type Ms, MINUTE_MS, asMs } from "#core/units.ts";
import { createBell } from "./connection/bell.conformance.ts";
import { type Timing, systemClock } from "./connection/clock.ts";
import { createHandClock } from "./connection/hand-clock.conformance.ts";
import type { LoopbackServer } from "./connection/loopback-server.conformance.ts";
import type { BackfillKind, Exchange, ExchangeDeclaration, Feed, FeedOptions, Hosts } from "./exchange.ts";

/** An exchange on loopback, as far as the suite needs it. */
export interface ExchangePeer {
  readonly server: LoopbackServer;
  readonly hosts: Hosts;
  /** Sends one new frame of every kind of data. */
  speak(symbol: string): void;
  /** Answers every request with a status until told otherwise (undefined). */
  refuseRequests(status: number | undefined, headers?: Readonly<Record<string, string>>): void;
}

export interface ExchangeUnderTest {
  readonly declaration: ExchangeDeclaration;
  readonly create: (hosts: Hosts, timing: Timing) => Exchange;
  /** A peer whose clock stands at `now` and whose history begins at `listedAt`. */
  startPeer(history: { now: number; listedAt: number }): Promise<ExchangePeer>;
  /** Lines that one feed of one instrument opens. */
  readonly lines: number;
  /** Kinds of event that {@link ExchangePeer.speak} brings about. */
  readonly spokenKinds: readonly MarketEventKind[];
  /** Sample frames of every variant; what the fuzz starts from. */
  readonly frames: readonly object[];
  /** Reads one frame: its events, or the reason why there are none. */
  readonly read: (text: string) => { readonly events: readonly MarketEvent[]; readonly reason: string | undefined };
}

const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);
const REAL: Timing = { clock: systemClock, random: () => 0 };

/** What every exchange promises. Its own test file calls this once. */
export function describeExchange(subject: ExchangeUnderTest): void {
  describe(`${subject.declaration.label} as an exchange`, () => {
    describeDeclaration(subject.declaration);
    describeFrames(subject);
    describeRest(subject);
    describeFeed(subject);
  });
}

function describeDeclaration(declaration: ExchangeDeclaration): void {
  const { id, colour, hosts } = declaration;
  test("declares itself", () => {
    expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(colour).toMatch(/^#[0-9a-f]{6}$/);
    expect(new Set(hosts.map(({ use }) => use))).toEqual(new Set(["rest", "ws"]));
    for (const host of hosts) {
      expect(host.env).toMatch(/^POWDERKEG_[A-Z_]+_URL$/);
      expect(new URL(host.url).protocol).toBe(host.use === "rest" ? "https:" : "wss:");
    }
    expect(declaration.symbolOfCoin("BTC")).toContain("BTC");
  });
}

function describeFrames({ frames, read }: ExchangeUnderTest): void {
  test("reads every sample frame", () => {
    for (const frame of frames) expect(read(JSON.stringify(frame)).events.length, JSON.stringify(frame)).toBeGreaterThan(0);
  });

  test("gives finite events or a reason for whatever a frame holds", () => {
    fc.assert(
      fc.property(mutated(frames), (text) => expectSound(read(text))),
      { numRuns: 3_000 },
    );
  });

  test("gives a reason for text that is no frame", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => expectSound(read(text))));
    for (const frame of frames) expect(read(JSON.stringify(frame).slice(0, -2))).toEqual({ events: [], reason: "not JSON" });
  });
}

/** A sample frame in which one or two values, at any depth, have become something else. */
function mutated(frames: readonly object[]): fc.Arbitrary<string> {
  const surprise = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("", " ", "NaN", "Infinity", "-1", "0", "1e999", "0x10", "1,5", null, -1, 0, 1.5, 1e300, true, [], {}),
  );
  return fc.tuple(fc.constantFrom(...frames), fc.array(fc.tuple(fc.nat(), surprise), { minLength: 1, maxLength: 2 })).map(([frame, changes]) => {
    const copy = structuredClone(frame) as Record<string, unknown>;
    for (const [at, value] of changes) {
      const places = placesIn(copy);
      const { parent, key } = places[at % places.length];
      parent[key] = value;
    }
    return JSON.stringify(copy);
  });
}

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

function placesIn(parent: Record<string, unknown>): Place[] {
  const inner = Object.values(parent).filter((value): value is Record<string, unknown> => typeof value === "object" && value !== null);
  return [...Object.keys(parent).map((key) => ({ parent, key })), ...inner.flatMap(placesIn)];
}

function expectSound({ events, reason }: ReturnType<ExchangeUnderTest["read"]>): void {
  if (events.length === 0) expect(reason ?? "reply").not.toBe("");
  for (const event of events) expectFinite(event, event.kind);
}

function expectFinite(value: unknown, path: string): void {
  if (typeof value === "number" && !Number.isFinite(value)) expect.fail(`${path} is ${value}`);
  if (typeof value === "object" && value !== null) for (const [key, inner] of Object.entries(value)) expectFinite(inner, `${path}.${key}`);
}

function describeRest(subject: ExchangeUnderTest): void {
  describe("over REST", () => {
    const listedAt = NOW - 3 * 86_400_000;
    let peer: ExchangePeer;
    beforeEach(async () => (peer = await subject.startPeer({ now: NOW, listedAt })));
    afterEach(() => peer.server.stop());
    const open = (timing = REAL): Exchange => subject.create(peer.hosts, timing);

    test("probes", async () => {
      await expect(open().probe(AbortSignal.timeout(5_000))).resolves.toBeUndefined();
    });

    test("says in words that nobody listens", async () => {
      const exchange = open();
      await peer.server.stop();
      await expect(exchange.probe(AbortSignal.timeout(5_000))).rejects.toMatchObject({
        code: "unavailable",
        message: expect.stringContaining("ECONNREFUSED") as string,
      });
    });

    test("says in words that the location is not served", async () => {
      peer.refuseRequests(451);
      await expect(open().probe(AbortSignal.timeout(5_000))).rejects.toMatchObject({
        code: "unavailable",
        message: expect.stringMatching(/location.*POWDERKEG_\w+_URL/) as string,
      });
    });

    test("finds instruments by coin and names every unknown one", async () => {
      const exchange = open();
      const signal = AbortSignal.timeout(5_000);
      const [eth, btc] = await exchange.instruments(["eth", "BTC"], signal);
      expect([eth.coin, btc.coin]).toEqual(["ETH", "BTC"]);
      expect(btc).toMatchObject({ exchange: subject.declaration.id, symbol: subject.declaration.symbolOfCoin("BTC"), contract: "linear" });
      await expect(exchange.instruments(["BTC", "NOPE", "NADA"], signal)).rejects.toMatchObject({
        code: "not-found",
        message: expect.stringMatching(/NOPE.*NADA/) as string,
      });
    });

    test("waits as long as Retry-After says, then goes on", async () => {
      const clock = createHandClock(NOW);
      peer.refuseRequests(429, { "retry-after": "7" });
      const found = bitcoin(open({ clock, random: () => 0 }));
      await peer.server.until(() => peer.server.requests.length === 1);
      peer.refuseRequests(undefined);
      await clock.advanceUntil(() => peer.server.requests.length === 2);
      await expect(found).resolves.toMatchObject({ coin: "BTC" });
      expect(clock.now() - NOW).toBeGreaterThanOrEqual(7_000);
    });

    for (const kind of Object.keys(subject.declaration.history) as BackfillKind[]) describeHistory(kind);

    function describeHistory(kind: BackfillKind): void {
      const intervalMs = kind === "open-interest" ? asMs(5 * MINUTE_MS) : MINUTE_MS;
      const collect = async (from: number, to: number): Promise<MarketEvent[]> => {
        const exchange = open();
        const events: MarketEvent[] = [];
        const request = { instrument: await bitcoin(exchange), kind, from: asMs(from), to: asMs(to), intervalMs };
        for await (const batch of exchange.backfill(request, AbortSignal.timeout(20_000))) events.push(...batch);
        return events;
      };

      test(`pages through ${kind} without holes or repeats, up to what is closed`, async () => {
        const times = (await collect(NOW - 10 * 86_400_000, NOW + 86_400_000)).map(timeOf);
        const stepMs = times[1] - times[0];
        expect(times[0] - listedAt).toBeLessThan(stepMs);
        expect(times).toEqual(times.map((_, i) => times[0] + i * stepMs));
        expect(NOW - times[times.length - 1]).toBeLessThan(2 * stepMs);
        if (kind.endsWith("candles")) expect(times[times.length - 1] + intervalMs).toBeLessThanOrEqual(NOW);
      });

      test(`ends at once when there is no ${kind}`, async () => {
        expect(await collect(listedAt - 86_400_000, listedAt)).toEqual([]);
      });
    }
  });
}

async function bitcoin(exchange: Exchange): Promise<Instrument> {
  const [instrument] = await exchange.instruments(["BTC"], AbortSignal.timeout(5_000));
  return instrument;
}

const timeOf = (event: MarketEvent): Ms => ("openTime" in event ? event.openTime : event.time);

function describeFeed(subject: ExchangeUnderTest): void {
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
const streamed = (feed: Feed) => feed.health().filter(({ stream }) => !["funding", "open-interest"].includes(stream));

/** Collects what a feed says. */
export function createListener() {
  const bell = createBell();
  const events: MarketEvent[] = [];
  const onEvents: FeedOptions["onEvents"] = (batch) => {
    events.push(...batch);
    bell.ring();
  };
  return {
    events,
    onEvents,
    count: () => events.length,
    /** Resolves when each of the kinds has been heard. */
    until: (kinds: readonly MarketEventKind[]) => bell.until(() => kinds.every((kind) => events.some((event) => event.kind === kind))),
    untilTrue: (predicate: () => boolean) => bell.until(predicate),
  };
}
