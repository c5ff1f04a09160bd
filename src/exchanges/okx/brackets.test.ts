import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemTiming } from "#exchanges/connection/clock.ts";
import type { PublishedBrackets } from "#exchanges/exchange.ts";
import { ok } from "./history.conformance.ts";
import { BITCOIN, BITCOIN_DATED, BITCOIN_INVERSE, ETHER } from "./instruments.conformance.ts";
import { type LoopbackOkx, startLoopbackOkx } from "./loopback-okx.conformance.ts";
import { createOkx } from "./okx.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const PATH = "/api/v5/public/position-tiers";
const MARK = "/api/v5/public/mark-price";

/** A row as the public endpoint gives it (okx.com/docs-v5, position tiers). */
const row = (instFamily: string, [tier, maxSz, maxLever, mmr]: readonly number[]) => ({
  baseMaxLoan: "",
  imr: String(1 / maxLever),
  instFamily,
  instId: "",
  maxLever: String(maxLever),
  maxSz: String(maxSz),
  minSz: "0",
  mmr: String(mmr),
  optMgnFactor: "0",
  quoteMaxLoan: "",
  tier: String(tier),
  uly: instFamily,
});
/** BTC-USDT as recorded on 2026-09-18. */
const TIERS = [
  [1, 1_000, 100, 0.004],
  [2, 5_000, 66.66, 0.005],
  [3, 20_000, 50, 0.0075],
];
const tiersOf = (instFamily: string, tiers = TIERS) => tiers.map((values) => row(instFamily, values));

describe("brackets", () => {
  let peer: LoopbackOkx;
  beforeEach(async () => (peer = await startLoopbackOkx({ now: Date.UTC(2026, 7, 2), listedAt: 1 })));
  afterEach(() => peer.server.stop());

  const read = async (instruments = [BITCOIN]): Promise<readonly PublishedBrackets[]> =>
    (await createOkx(peer.hosts, systemTiming).brackets?.(instruments, patiently())) ?? [];

  test("of a linear contract: contracts x contract value x a price near the mark, with no amount to subtract", async () => {
    peer.answer(PATH, () => ok(tiersOf("BTC-USDT")));
    const [{ instrument, brackets }] = await read();
    expect(instrument).toBe("okx:BTC-USDT-SWAP");
    const usdPerContract = brackets[0].cap / 1_000;
    expect(Math.abs(usdPerContract / 600 - 1)).toBeLessThan(0.026);
    expect(brackets).toEqual([
      { floor: 0, cap: 1_000 * usdPerContract, maxLeverage: 100, maintenanceRate: 0.004, maintenanceAmount: 0 },
      { floor: 1_000 * usdPerContract, cap: 5_000 * usdPerContract, maxLeverage: 66.66, maintenanceRate: 0.005, maintenanceAmount: 0 },
      { floor: 5_000 * usdPerContract, cap: 20_000 * usdPerContract, maxLeverage: 50, maintenanceRate: 0.0075, maintenanceAmount: 0 },
    ]);
  });

  test("stay the same when the price moves a little, and follow it when it moves much", async () => {
    peer.answer(PATH, () => ok(tiersOf("BTC-USDT")));
    const capAt = async (markPx: string): Promise<number> => {
      peer.answer(MARK, () => ok([{ instType: "SWAP", instId: "BTC-USDT-SWAP", markPx, ts: "1" }]));
      return (await read())[0].brackets[0].cap;
    };
    const cap = await capAt("60000");
    expect(await capAt("60100")).toBe(cap);
    expect(await capAt("90000")).toBeGreaterThan(1.4 * cap);
  });

  test("of an inverse contract are its face, whatever the price", async () => {
    peer.answer(PATH, () => ok(tiersOf("BTC-USD")));
    expect((await read([BITCOIN_INVERSE]))[0].brackets[1]).toMatchObject({ floor: 100_000, cap: 500_000 });
  });

  test("of dated futures are asked for by their own type", async () => {
    peer.answer(PATH, ({ query }) => ok(tiersOf("BTC-USDT", query.get("instType") === "FUTURES" ? [[1, 500, 20, 0.02]] : TIERS)));
    const [perpetual, dated] = await read([BITCOIN, BITCOIN_DATED]);
    expect(perpetual.brackets).toHaveLength(3);
    expect(dated).toMatchObject({ instrument: "okx:BTC-USDT-261225", brackets: [{ maxLeverage: 20, maintenanceRate: 0.02 }] });
  });

  test("are asked for by five families at most", async () => {
    peer.answer(PATH, () => ok([]));
    await read(["A", "B", "C", "D", "E", "F"].map((coin) => ({ ...BITCOIN, coin, symbol: `${coin}-USDT-SWAP` })));
    const families = peer.server.requests.filter(({ path }) => path === PATH).map(({ query }) => query.get("instFamily"));
    expect(families).toEqual(["A-USDT,B-USDT,C-USDT,D-USDT,E-USDT", "F-USDT"]);
  });

  test("come in the order of size, whatever the answer's", async () => {
    peer.answer(PATH, () => ok(tiersOf("BTC-USDT").toReversed()));
    expect((await read())[0].brackets.map(({ maxLeverage }) => maxLeverage)).toEqual([100, 66.66, 50]);
  });

  test.each([
    ["a rate that falls", [TIERS[0], [2, 5_000, 50, 0.003]]],
    ["a leverage that rises", [TIERS[0], [2, 5_000, 125, 0.005]]],
    ["two tiers that end alike", [TIERS[0], [2, 1_000, 50, 0.005]]],
    ["a rate above one", [[1, 1_000, 100, 1.4]]],
    ["no tier at all", []],
  ])("with %s are left out and spoil no other", async (_what, tiers) => {
    peer.answer(PATH, () => ok([...tiersOf("BTC-USDT", tiers), ...tiersOf("ETH-USDT")]));
    expect((await read([BITCOIN, ETHER])).map(({ instrument }) => instrument)).toEqual(["okx:ETH-USDT-SWAP"]);
  });

  test("of a contract without a price are left out", async () => {
    peer.answer(PATH, () => ok(tiersOf("BTC-USDT")));
    peer.answer(MARK, () => ok([{ instType: "SWAP", instId: "BTC-USDT-SWAP", markPx: "", ts: "1" }]));
    expect(await read()).toEqual([]);
  });

  test("are unavailable, in words that name the setting, where OKX is not served", async () => {
    peer.answer(PATH, () => ({ status: 451, body: "" }));
    await expect(read()).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("POWDERKEG_OKX_REST_URL") as string });
  });
});
