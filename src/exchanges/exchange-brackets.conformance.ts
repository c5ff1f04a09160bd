import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ExchangePeer, type ExchangeUnderTest, NOW, REAL, bitcoin } from "./exchange-under-test.conformance.ts";
import type { ContractClass, Exchange, PublishedBrackets } from "./exchange.ts";
import { SCENE } from "./scene.conformance.ts";
import { patiently } from "./patience.conformance.ts";

/** Caps in coins or contracts are valued at a price in steps of 5 %. */
const VALUED_WITHIN = 0.026;

/** What every exchange promises of its margin brackets: dollars of notional, lowest first, without a hole, whatever unit they are published in. */
export function describeBrackets(subject: ExchangeUnderTest): void {
  describe("as to brackets", () => {
    let peer: ExchangePeer;
    let exchange: Exchange;
    beforeEach(async () => {
      peer = await subject.startPeer({ now: NOW, listedAt: NOW - 86_400_000 });
      exchange = subject.create(peer.hosts, REAL);
      peer.tellBrackets();
    });
    afterEach(() => peer.server.stop());

    const read = async (contract: ContractClass): Promise<readonly PublishedBrackets[]> => {
      if (exchange.brackets === undefined) throw new Error("publishes no brackets");
      return exchange.brackets([await bitcoin(exchange, contract)], patiently());
    };

    test.each(subject.declaration.contracts)("those of a %s are dollars of notional", async (contract) => {
      const [{ instrument, changedAt, brackets }, ...others] = await read(contract);
      expect(others).toEqual([]);
      expect(instrument).toContain(`${subject.declaration.id}:`);
      expect(changedAt).toBeGreaterThan(0);
      const [low, high] = SCENE.brackets;
      expect(brackets.map(({ maxLeverage, maintenanceRate }) => [maxLeverage, maintenanceRate])).toEqual(
        SCENE.brackets.map(({ maxLeverage, maintenanceRate }) => [maxLeverage, expect.closeTo(maintenanceRate, 9)]),
      );
      expect(brackets[0].floor).toBe(0);
      expect(brackets[1].floor).toBe(brackets[0].cap);
      expect(Math.abs(brackets[0].cap / low.cap - 1)).toBeLessThan(VALUED_WITHIN);
      expect(brackets[1].cap).toBeGreaterThan(high.cap * (1 - VALUED_WITHIN));
    });

    test.each(subject.declaration.contracts)(
      "maintenance of a %s is continuous where the exchange takes an amount off, and none is taken off elsewhere",
      async (contract) => {
        const [{ brackets }] = await read(contract);
        const [low, high] = SCENE.brackets;
        const taken = subject.without?.includes("maintenance-amounts") === true ? 0 : brackets[0].cap * (high.maintenanceRate - low.maintenanceRate);
        expect(brackets[0].maintenanceAmount).toBe(0);
        expect(brackets[1].maintenanceAmount).toBeCloseTo(taken, 3);
      },
    );

    test("an instrument that is there no more keeps no other from its brackets", async () => {
      const instrument = await bitcoin(exchange);
      const delivered = { ...instrument, symbol: `${instrument.symbol}-GONE` };
      peer.server.tamperAnswers((body, { query }) => (query.get("symbol") === delivered.symbol ? (subject.unknownSymbol ?? body) : body));
      const tables = await exchange.brackets?.([delivered, instrument], patiently());
      expect(tables?.map((table) => table.instrument)).toEqual([`${subject.declaration.id}:${instrument.symbol}`]);
    });

    test("says in words why there are none", async () => {
      const instrument = await bitcoin(exchange);
      peer.refuseRequests(451);
      await expect(exchange.brackets?.([instrument], patiently())).rejects.toMatchObject({
        code: "unavailable",
        message: expect.stringMatching(/does not serve this location.*POWDERKEG_\w+_URL/) as string,
      });
    });
  });
}
