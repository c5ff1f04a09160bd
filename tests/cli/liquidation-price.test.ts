import { expect, test } from "vitest";
import { runPowderkeg } from "../support/powderkeg.ts";
import { expectSentence } from "../support/sentence.ts";

const run = (flags: string) => runPowderkeg(["liquidation-price", ...flags.split(" ")]);
const FAQ = "--contract linear --side long --entry 32481.98 --size 109.488 --wallet-balance 1535443.01 --mmr 0.025 --maintenance-amount 16300";

/** Published examples, one of each kind of flag; every model has its own table beside its rule. */
const EXAMPLES: readonly { flags: string; price: number; model: string; digits: number }[] = [
  {
    flags: "--exchange binance --contract linear --margin-mode isolated --side long --entry 100 --size 10 --leverage 20 --mmr 0.004 --fee-rate 0.01",
    price: 95 / 0.996,
    model: "binance-usdm",
    digits: 9,
  },
  {
    flags: `--exchange binance --margin-mode cross ${FAQ} --other-maintenance-margin 356512.508 --other-unrealized-pnl -448192.89`,
    price: 26_316.89,
    model: "binance-usdm",
    digits: 2,
  },
  {
    flags: `--exchange binance --margin-mode isolated ${FAQ} --other-maintenance-margin 356512.508 --other-unrealized-pnl -448192.89`,
    price: 18_778.73,
    model: "binance-usdm",
    digits: 2,
  },
  {
    flags:
      "--exchange binance --contract inverse --margin-mode cross --side long --entry 45000 --size 100000 --contract-size 100 --wallet-balance 101 --symbol BTCUSD_PERP --as-of 2021-06-01",
    price: 33_599.4,
    model: "binance-coinm",
    digits: 1,
  },
  {
    flags: "--exchange bybit --contract inverse --margin-mode cross --side long --entry 8000 --size 10000 --wallet-balance 0.5 --mmr 0.005 --as-of 2020-06-01",
    price: 5739.08,
    model: "bybit",
    digits: 2,
  },
  {
    flags:
      "--exchange bybit --contract linear --margin-mode isolated --side long --entry 20000 --size 1 --leverage 50 --extra-margin -200 --mmr 0.005 --as-of 2025-09-01T23:59:59Z",
    price: 19_900,
    model: "bybit",
    digits: 9,
  },
  {
    flags:
      "--exchange bybit --contract linear --margin-mode isolated --side long --entry 20000 --size 1 --leverage 50 --extra-margin -200 --mmr 0.005 --fee-rate 0.001 --as-of 2025-09-02",
    price: (19_600 + 200 / 0.999) / 0.995,
    model: "bybit",
    digits: 9,
  },
];

test.each(EXAMPLES)("$model: $price for $flags", async ({ flags, price, model, digits }) => {
  const { code, stdout, stderr } = await run(`${flags} --json`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const outcome = JSON.parse(stdout) as { liquidationPrice: number; bankruptcyPrice: number; model: string; reachable: boolean };
  expect(Object.keys(outcome)).toEqual(["liquidationPrice", "bankruptcyPrice", "model", "reachable"]);
  expect(outcome).toMatchObject({ model, reachable: true });
  expect(outcome.liquidationPrice).toBeCloseTo(price, digits);
});

test("with a tick both prices are rounded towards entry, as the contract's own example and the exchanges print them", async () => {
  const json = async (flags: string) => JSON.parse((await run(`${flags} --json`)).stdout) as unknown;
  const example = "--exchange binance --contract linear --margin-mode isolated --side long --entry 100 --size 10 --leverage 20 --mmr 0.004 --tick-size 0.01";
  expect(await json(example)).toEqual({ liquidationPrice: 95.39, bankruptcyPrice: 95, model: "binance-usdm", reachable: true });
  const okx = "--exchange okx --contract linear --margin-mode isolated --side short --entry 26598.3 --size 1 --contract-size 0.01 --position-margin 132.9915";
  expect(await json(`${okx} --mmr 0.004 --tick-size 0.1`)).toMatchObject({ liquidationPrice: 39_718.6, bankruptcyPrice: 39_897.4 });
  expect((await run(`${example} --tick-size 0`)).stderr).toContain("--tick-size must be a number above 0");
});

test("a position that price alone cannot liquidate has no price, and that is no error", async () => {
  const flags = "--exchange binance --contract linear --margin-mode isolated --side long --entry 100 --size 10 --leverage 1 --mmr 0.004";
  const { code, stdout } = await run(`${flags} --json`);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ liquidationPrice: null, bankruptcyPrice: null, model: "binance-usdm", reachable: false });
  expect((await run(flags)).stdout).toContain("price alone cannot liquidate it");
});

const ISOLATED = "--contract linear --margin-mode isolated --side long --entry 100 --size 1";

test.each([
  { flags: `--exchange mtgox ${ISOLATED} --leverage 5 --mmr 0.01`, names: ["--exchange", "mtgox"] },
  { flags: `--exchange binance ${ISOLATED} --leverage 5`, names: ["--symbol", "--mmr"] },
  { flags: `--exchange binance ${ISOLATED} --leverage 5 --symbol NOPE`, names: ["--symbol", "NOPE"] },
  { flags: `--exchange binance ${ISOLATED} --leverage 151 --symbol BTCUSDT`, names: ["--leverage", "151", "150x", "BTCUSDT"] },
  { flags: `--exchange binance ${ISOLATED}e9 --leverage 1 --symbol BTCUSDT`, names: ["--size", "BTCUSDT"] },
  { flags: `--exchange binance ${ISOLATED} --leverage 5 --maintenance-amount 3 --symbol BTCUSDT`, names: ["--maintenance-amount", "--mmr"] },
  { flags: `--exchange binance ${ISOLATED} --leverage 5 --mmr 0.4%`, names: ["--mmr", "0.4%"] },
  { flags: `--exchange binance ${ISOLATED} --leverage 5 --mmr 0.004 --as-of soon`, names: ["--as-of", "soon"] },
  {
    flags: "--exchange hyperliquid --contract inverse --margin-mode isolated --side long --entry 1 --size 1 --leverage 2 --mmr 0.01",
    names: ["--contract", "inverse"],
  },
])("refuses $flags", async ({ flags, names }) => {
  const { code, stdout, stderr } = await run(flags);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expectSentence(stderr, ...names);
});

test("brackets from after --as-of are used and said so, beside the JSON", async () => {
  const asOf = (date: string) => run(`--exchange binance ${ISOLATED} --leverage 5 --symbol BTCUSDT --as-of ${date} --json`);
  const [before, within] = await Promise.all([asOf("2017-01-01"), asOf("2026-10-01")]);
  expect([before.code, within.code, within.stderr]).toEqual([0, 0, ""]);
  expectSentence(before.stderr, "--as-of 2017-01-01", "BTCUSDT", "stand in");
  expect(JSON.parse(before.stdout)).toMatchObject({ model: "binance-usdm", reachable: true });
});

test("no bracket and no cap is checked with --mmr, nor a leverage that the margin beats", async () => {
  const codes = await Promise.all(
    [
      `--exchange binance ${ISOLATED}e12 --leverage 500 --mmr 0.0001 --as-of 2017-01-01`,
      `--exchange binance ${ISOLATED} --leverage 500 --position-margin 10 --symbol BTCUSDT`,
    ].map((flags) => run(flags)),
  );
  expect(codes.map(({ code }) => code)).toEqual([0, 0]);
});
