import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MarketEvent } from "#core/events.ts";
import { type Ms, MINUTE_MS, asMs } from "#core/units.ts";
import { createHandClock } from "./connection/hand-clock.conformance.ts";
import { type ExchangePeer, type ExchangeUnderTest, NOW, REAL, bitcoin } from "./exchange-under-test.conformance.ts";
import type { BackfillKind, Exchange } from "./exchange.ts";
import { contractClassOf } from "./reading/choose-instruments.ts";
import { patiently } from "./patience.conformance.ts";

/** What every exchange promises over REST: words for every refusal, instruments by coin, history without holes. */
export function describeRest(subject: ExchangeUnderTest): void {
  describe("over REST", () => {
    const listedAt = NOW - 3 * 86_400_000;
    let peer: ExchangePeer;
    beforeEach(async () => (peer = await subject.startPeer({ now: NOW, listedAt })));
    afterEach(() => peer.server.stop());
    const open = (timing = REAL): Exchange => subject.create(peer.hosts, timing);

    test("probes", async () => {
      await expect(open().probe(patiently())).resolves.toBeUndefined();
    });

    test("says in words that nobody listens", async () => {
      const exchange = open();
      await peer.server.stop();
      await expect(exchange.probe(patiently())).rejects.toMatchObject({
        code: "unavailable",
        message: expect.stringContaining("ECONNREFUSED") as string,
      });
    });

    test.each([
      [451, /does not serve this location.*POWDERKEG_\w+_URL/],
      [403, /forbids this address.*POWDERKEG_\w+_URL/],
      [429, /limits requests from this address.*next try in/],
      [418, /has banned this address/],
      [500, /fault of its own/],
    ])("says in words what HTTP %i means", async (status, words) => {
      peer.refuseRequests(status);
      await expect(open().probe(patiently())).rejects.toMatchObject({ code: "unavailable", message: expect.stringMatching(words) as string });
    });

    test("finds instruments by coin and names every unknown one", async () => {
      const exchange = open();
      const signal = patiently();
      const [eth, btc] = await exchange.instruments({ coins: ["eth", "BTC"], contracts: ["linear-perpetual"] }, signal);
      expect([eth.coin, btc.coin]).toEqual(["ETH", "BTC"]);
      expect(btc).toMatchObject({ exchange: subject.declaration.id, symbol: subject.declaration.symbolOfCoin("BTC"), contract: "linear" });
      await expect(exchange.instruments({ coins: ["BTC", "NOPE", "NADA"], contracts: ["linear-perpetual"] }, signal)).rejects.toMatchObject({
        code: "not-found",
        message: expect.stringMatching(/NOPE.*NADA/) as string,
      });
    });

    test.each(subject.declaration.contracts)("finds a %s, as what it is", async (contract) => {
      const found = await open().instruments({ coins: ["BTC"], contracts: [contract] }, patiently());
      expect(found.map(contractClassOf)).toEqual(found.map(() => contract));
      for (const { coin, marginModel, tickSize, contractSize, expiry = NOW + 1 } of found) {
        expect({ coin, isNamed: marginModel.length > 0, isPriced: tickSize > 0, isSized: contractSize > 0, isAhead: expiry > NOW }).toEqual({
          coin: "BTC",
          isNamed: true,
          isPriced: true,
          isSized: true,
          isAhead: true,
        });
      }
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
      const intervalMs = kind === "open-interest" || kind === "ratio" ? asMs(5 * MINUTE_MS) : MINUTE_MS;
      const collect = async (from: number, to: number): Promise<MarketEvent[]> => {
        const exchange = open();
        const events: MarketEvent[] = [];
        const request = { instrument: await bitcoin(exchange), kind, from: asMs(from), to: asMs(to), intervalMs };
        for await (const batch of exchange.backfill(request, patiently())) events.push(...batch);
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

const timeOf = (event: MarketEvent): Ms => ("openTime" in event ? event.openTime : event.time);
