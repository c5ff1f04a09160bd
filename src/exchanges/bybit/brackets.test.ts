import { afterEach, beforeEach, expect, test } from "vitest";
import type { Instrument } from "#core/instrument.ts";
import { systemTiming } from "#exchanges/connection/clock.ts";
import { createBybit } from "./bybit.ts";
import { type LoopbackBybit, answered, startLoopbackBybit } from "./loopback-bybit.conformance.ts";
import { patiently } from "#exchanges/patience.conformance.ts";

const NOW = Date.UTC(2026, 8, 23);
const PATH = "/v5/market/risk-limit";
const linear: Instrument = { exchange: "bybit", symbol: "BTCUSDT", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 0.1, marginModel: "bybit" };
const inverse: Instrument = { ...linear, symbol: "BTCUSD", contract: "inverse" };

let peer: LoopbackBybit;
beforeEach(async () => (peer = await startLoopbackBybit({ now: NOW, listedAt: 0 })));
afterEach(() => peer.server.stop());

const read = async (...instruments: readonly Instrument[]) => (await createBybit(peer.hosts, systemTiming).brackets?.(instruments, patiently())) ?? [];

/** [cap, maintenance, initial, leverage, deduction], as the live endpoint of 2026-09 had them: fractions. */
type Row = readonly [cap: string, maintenance: string, initial: string, leverage: string, deduction: string];
const BTCUSDT: readonly Row[] = [
  ["300000", "0.0033", "0.0067", "150.00", ""],
  ["2000000", "0.005", "0.01", "100.00", "510"],
  ["2600000", "0.0056", "0.0111", "90.00", "1710"],
];
const rowOf = (symbol: string, [riskLimitValue, maintenanceMargin, initialMargin, maxLeverage, mmDeduction]: Row, id: number) => ({
  id,
  symbol,
  riskLimitValue,
  maintenanceMargin,
  initialMargin,
  maxLeverage,
  mmDeduction,
  isLowestRisk: id === 0 ? 1 : 0,
});
const page = (symbol: string, rows: readonly Row[], nextPageCursor = "") =>
  answered({ category: "linear", list: rows.map((row, i) => rowOf(symbol, row, i)), nextPageCursor }, NOW);

const BRACKETS = [
  { floor: 0, cap: 300_000, maxLeverage: 150, maintenanceRate: 0.0033, maintenanceAmount: 0 },
  { floor: 300_000, cap: 2_000_000, maxLeverage: 100, maintenanceRate: 0.005, maintenanceAmount: 510 },
  { floor: 2_000_000, cap: 2_600_000, maxLeverage: 90, maintenanceRate: 0.0056, maintenanceAmount: 1_710 },
];

test("fractions are read as they are; an empty deduction of the first is zero", async () => {
  peer.answer(PATH, () => page("BTCUSDT", BTCUSDT));
  expect(await read(linear)).toEqual([{ instrument: "bybit:BTCUSDT", changedAt: NOW, brackets: BRACKETS }]);
});

test("percent is told from fractions by the leverage", async () => {
  const percent = BTCUSDT.map(([cap, maintenance, initial, ...rest]): Row => [cap, String(Number(maintenance) * 100), String(Number(initial) * 100), ...rest]);
  peer.answer(PATH, () => page("BTCUSDT", percent.toReversed()));
  const [{ brackets }] = await read(linear);
  expect(brackets.map(({ maintenanceRate }) => maintenanceRate)).toEqual([0.0033, 0.005, 0.0056].map((rate) => expect.closeTo(rate, 12) as number));
});

test("numbers are as good as text, and deductions that are not printed are derived", async () => {
  peer.answer(PATH, () =>
    answered(
      {
        list: BTCUSDT.map(([riskLimitValue, mm, im, maxLeverage]) => ({
          symbol: "BTCUSDT",
          riskLimitValue,
          maintenanceMargin: Number(mm),
          initialMargin: Number(im),
          maxLeverage,
        })),
      },
      NOW,
    ),
  );
  expect((await read(linear))[0].brackets.map(({ maintenanceAmount }) => maintenanceAmount)).toEqual([0, expect.closeTo(510, 6), expect.closeTo(1_710, 6)]);
});

test("pages are followed by their cursor", async () => {
  peer.answer(PATH, ({ query }) => (query.get("cursor") === null ? page("BTCUSDT", BTCUSDT.slice(0, 2), "more") : page("BTCUSDT", BTCUSDT.slice(2))));
  expect((await read(linear))[0].brackets).toEqual(BRACKETS);
});

test("caps of an inverse contract count coins and are valued at its mark price", async () => {
  peer.answer(PATH, () =>
    page("BTCUSD", [
      ["150", "0.005", "0.01", "100.00", ""],
      ["300", "0.01", "0.015", "66.67", "0.75"],
    ]),
  );
  const [{ brackets }] = await read(inverse);
  expect(peer.server.requests.find(({ path }) => path.endsWith("/tickers"))?.query.get("category")).toBe("inverse");
  expect(brackets[0].cap / (150 * 60_000)).toBeCloseTo(1, 1);
  expect(brackets[1]).toMatchObject({ floor: brackets[0].cap, cap: 2 * brackets[0].cap, maintenanceRate: 0.01 });
  expect(brackets[1].maintenanceAmount).toBeCloseTo(0.005 * brackets[0].cap, 3);
});

test("one ticker without a mark price spoils no other", async () => {
  const list = [
    { symbol: "BTCUSDZ26", markPrice: "" },
    { symbol: "BTCUSD", markPrice: "60000" },
  ];
  peer.answer("/v5/market/tickers", () => answered({ category: "inverse", list }, NOW));
  peer.answer(PATH, () => page("BTCUSD", [["150", "0.005", "0.01", "100.00", ""]]));
  expect((await read(inverse))[0].brackets[0].cap / (150 * 60_000)).toBeCloseTo(1, 1);
});

test.each([
  ["no rows", []],
  ["margins that are neither fraction nor percent", [["300000", "0.0033", "0.04", "150.00", ""]]],
  ["an amount that leaves a step", [BTCUSDT[0], ["2000000", "0.005", "0.01", "100.00", "0"]]],
  ["a rate that falls", [BTCUSDT[0], ["2000000", "0.002", "0.01", "100.00", ""]]],
] as readonly [string, readonly Row[]][])("a table with %s is left out and spoils no other", async (_what, rows) => {
  peer.answer(PATH, ({ query }) => (query.get("symbol") === "BTCUSDT" ? page("BTCUSDT", rows) : page("ETHUSDT", BTCUSDT)));
  expect((await read(linear, { ...linear, symbol: "ETHUSDT" })).map(({ instrument }) => instrument)).toEqual(["bybit:ETHUSDT"]);
});

test("a host that may not be used from here is said in words that name the setting", async () => {
  peer.answer(PATH, () => ({ status: 403, body: "" }));
  await expect(read(linear)).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("POWDERKEG_BYBIT_REST_URL") as string });
});
