import { truncate, stat } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readAll, type TreeContent, writeTree, zipOf } from "./history-tree.conformance.ts";
import { openHistory } from "./open-history.ts";

const T = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;
const instrument = { exchange: "x", symbol: "BTCUSDT", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 0.1, marginModel: "binance-usdm" };
const good: TreeContent = {
  "instrument.json": JSON.stringify(instrument),
  "candles-1m.csv": ["open_time_ms,open,high,low,close,volume", `${T},100,110,90,105,7`, `${T + MINUTE},105,120,105,120,8`].join("\n"),
};

const readError = async (folder: string): Promise<{ code: string; message: string }> => {
  const outcome = await openHistory(folder)
    .then(async (history) => readAll(history.events()))
    .catch((error: unknown) => error);
  return outcome as { code: string; message: string };
};

async function expectRefused(content: TreeContent, sentence: RegExp): Promise<void> {
  const { code, message } = await readError(await writeTree({ ...good, ...content }));
  expect(message).toMatch(sentence);
  expect(message).toMatch(/^[^\n]+\.$/);
  expect(code).toBe("bad-input");
}

const candles = (...rows: readonly string[]): TreeContent => ({ "candles-1m.csv": ["open_time_ms,open,high,low,close,volume", ...rows].join("\n") });
const table = (name: string, ...rows: readonly string[]): TreeContent => ({ [name]: rows.join("\n") });

describe("a bad candle names its file, line and value", () => {
  test.each([
    ["text in a number", `${T},100,many,90,105,7`, /candles-1m\.csv line 2: high must be a number, not "many"/],
    ["NaN", `${T},100,110,90,NaN,7`, /line 2: close must be a number, not "NaN"/],
    ["Infinity", `${T},100,Infinity,90,105,7`, /line 2: high must be a number, not "Infinity"/],
    ["a number beyond all bounds", `${T},100,1e999,90,105,7`, /line 2: high must be a number, not "1e999"/],
    ["an empty price", `${T},,110,90,105,7`, /line 2: open is empty, not a number/],
    ["a negative price", `${T},100,110,-90,105,7`, /line 2: low must be above 0, not "-90"/],
    ["a price of zero", `${T},0,110,0,105,7`, /line 2: open must be above 0, not "0"/],
    ["a high below the low", `${T},100,90,110,105,7`, /line 2: high 90 is below low 110/],
    ["an open outside", `${T},111,110,90,105,7`, /line 2: open 111 lies outside low 90 to high 110/],
    ["a close outside", `${T},100,110,90,89,7`, /line 2: close 89 lies outside low 90 to high 110/],
    ["a negative volume", `${T},100,110,90,105,-7`, /line 2: volume must be at least 0, not "-7"/],
    ["a time in seconds", `${T / 1000},100,110,90,105,7`, /line 2: open_time_ms must be a time in epoch milliseconds, not "1704067200"/],
    ["a broken time", `${T}.5,100,110,90,105,7`, /line 2: open_time_ms must be a time/],
    ["a row cut short", `${T},100,110,90`, /line 2: the row has 4 columns, not 6/],
    ["a row too long", `${T},100,110,90,105,7,1`, /line 2: the row has 7 columns, not 6/],
  ])("%s", async (_, row, sentence) => expectRefused(candles(row), sentence));
});

const row = (minute: number, close = 105): string => `${T + minute * MINUTE},100,110,90,${close},7`;

describe("a bad order of rows names the line", () => {
  test.each([
    ["time going backwards", [row(0), row(2), row(1)], /candles-1m\.csv line 4: time goes backwards, from 1704067320000 to 1704067260000/],
    ["two candles at one time", [row(0), row(1), row(1, 106)], /candles-1m\.csv line 4: .*differs.*1704067260000 in .*candles-1m\.csv line 3/],
    ["candles closer than their interval", [row(0), row(0.5)], /line 3: the candle opens 30000 ms after the one before it, which lasts 60000 ms/],
  ])("%s", async (_, rows, sentence) => expectRefused(candles(...rows), sentence));
});

describe("a bad table names its file", () => {
  test.each<[string, TreeContent, RegExp]>([
    ["an empty file", { "candles-1m.csv": "" }, /candles-1m\.csv: the file is empty/],
    ["a file of blank lines", { "candles-1m.csv": "\n\n" }, /candles-1m\.csv: the file is empty/],
    ["a header alone", candles(), /candles-1m\.csv: the file has a header and no rows/],
    ["a missing column", table("candles-1m.csv", "open_time_ms,open,high,low", `${T},1,1,1`), /candles-1m\.csv line 1: the header has no column close/],
    ["a renamed column", table("candles-1m.csv", "open_time_ms,open,top,low,close,volume"), /no column high \(it has open_time_ms, open, top/],
    ["a renamed volume", table("candles-1m.csv", "open_time_ms,open,high,low,close,vol"), /no column volume/],
    ["a repeated column", table("candles-1m.csv", "open_time_ms,open,high,low,close,close,volume"), /names close twice/],
    ["a bare table of other columns", { "candles-1m.csv": `${T},1,1` }, /line 1: there is no header and the row has 3 columns/],
    ["no table but bytes", { "candles-1m.csv": "x".repeat(200_000) }, /candles-1m\.csv line 1 is longer than 65536 bytes/],
    ["an interval of unknown name", table("candles-2m.csv", "x"), /candles-2m\.csv: the interval must be one of 1m, 5m, 15m, 30m, 1h, not 2m/],
    [
      "open interest without a known column",
      table("open-interest.csv", "time_ms,oi", `${T},1`),
      /open-interest\.csv line 1: the header has no column open_interest/,
    ],
    [
      "negative open interest",
      table("open-interest.csv", "time_ms,open_interest", `${T},-1`),
      /open-interest\.csv line 2: open_interest must be at least 0, not "-1"/,
    ],
    ["two open interests at one time", table("open-interest.csv", "time_ms,open_interest", `${T},1`, `${T},2`), /open-interest\.csv line 3: .*differs.*line 2/],
    ["funding that is text", table("funding.csv", "time_ms,funding_rate", `${T},high`), /funding\.csv line 2: funding_rate must be a number, not "high"/],
    ["funding going back", table("funding.csv", "time_ms,funding_rate", `${T},0`, `${T - 1},0`), /funding\.csv line 3: time goes backwards/],
    [
      "a side of neither kind",
      table("liquidations.csv", "time_ms,position_side,price,quantity", `${T},buy,1,1`),
      /line 2: the side must be long or short, not "buy"/,
    ],
    [
      "a liquidation of nothing",
      table("liquidations.csv", "time_ms,position_side,price,quantity", `${T},long,1,0`),
      /line 2: quantity must be above 0, not "0"/,
    ],
    [
      "liquidations going back",
      table("liquidations.csv", "time_ms,position_side,price,quantity", `${T},long,1,1`, `${T - 1},long,1,1`),
      /line 3: time goes backwards/,
    ],
    [
      "sums that overlap",
      table("liquidations-usd.csv", "time_ms,long_usd,short_usd,interval_ms", `${T},1,1,60000`, `${T + 1},1,1,60000`),
      /line 3: the sum begins at/,
    ],
    ["a negative sum", table("liquidations-usd.csv", "time_ms,long_usd,short_usd", `${T},1,-1`), /liquidations-usd\.csv line 2: short_usd must be at least 0/],
    ["a negative ratio", table("long-short-ratio.csv", "time_ms,ratio", `${T},-1`), /long-short-ratio\.csv line 2: ratio must be at least 0/],
    ["a mark price of zero", table("mark-1m.csv", "open_time_ms,open,high,low,close", `${T},1,1,0,1`), /mark-1m\.csv line 2: low must be above 0/],
  ])("%s", async (_, content, sentence) => {
    const others = Object.keys(content).some((name) => name.startsWith("candles-")) ? { "candles-1m.csv.gz": gzipSync(String(good["candles-1m.csv"])) } : {};
    await expectRefused({ ...others, ...content }, sentence);
  });
});

const described = (change: object): TreeContent => ({ "instrument.json": JSON.stringify({ ...instrument, ...change }, undefined, 1) });

describe("a bad instrument.json names the field", () => {
  test.each<[string, TreeContent, RegExp]>([
    ["an unknown contract", described({ contract: "quanto" }), /instrument\.json: contract on line 5: .*"linear"\|"inverse"/],
    ["a tick of zero", described({ tickSize: 0 }), /instrument\.json: tickSize on line 7:/],
    ["two faults", described({ coin: undefined, contractSize: "1" }), /coin on line 1: .*; contractSize on line 5: /],
    ["no JSON", { "instrument.json": "{" }, /instrument\.json: not valid JSON/],
  ])("%s", async (_, content, sentence) => expectRefused(content, sentence));
});

describe("a damaged file is named", () => {
  const long = [
    "open_time_ms,open,high,low,close,volume",
    ...Array.from({ length: 5_000 }, (_, i) => `${T + i * MINUTE},100,110,90,105,${(i * 7919) % 997}`),
  ].join("\n");

  test("a gzip that is cut off", async () => {
    const folder = await writeTree({ "instrument.json": good["instrument.json"], "candles-1m.csv.gz": gzipSync(long) });
    const path = join(folder, "candles-1m.csv.gz");
    await truncate(path, Math.floor((await stat(path)).size / 2));
    expect(await readError(folder)).toMatchObject({ code: "bad-input", message: expect.stringMatching(/candles-1m\.csv\.gz: the file is cut off or damaged/) });
  });

  test("a zip that is cut off", async () => {
    const folder = await writeTree({ "instrument.json": good["instrument.json"], "candles-1m.zip": await zipOf({ "candles-1m.csv": long }) });
    const path = join(folder, "candles-1m.zip");
    await truncate(path, Math.floor((await stat(path)).size / 2));
    expect(await readError(folder)).toMatchObject({ code: "bad-input", message: expect.stringMatching(/candles-1m\.zip: not a whole zip file/) });
  });

  test("a zip with a digit changed", async () => {
    const bytes = Buffer.from(await zipOf({ "candles-1m.csv": long }, { compress: false }));
    bytes.write("111", bytes.indexOf("110", 1_000));
    const folder = await writeTree({ "instrument.json": good["instrument.json"], "candles-1m.zip": bytes });
    expect(await readError(folder)).toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(/candles-1m\.zip: the file is cut off or damaged .*checksum/),
    });
  });

  test("a gzip that is none", async () => {
    const folder = await writeTree({ "instrument.json": good["instrument.json"], "candles-1m.csv.gz": long });
    expect(await readError(folder)).toMatchObject({ code: "bad-input", message: expect.stringMatching(/candles-1m\.csv\.gz: the file is cut off or damaged/) });
  });
});

describe("a folder", () => {
  test("without candles is refused", async () => {
    expect(await readError(await writeTree({ "instrument.json": good["instrument.json"] }))).toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(/no candles/),
    });
    expect(await readError(await writeTree({ "README.md": "" }))).toMatchObject({ code: "bad-input", message: expect.stringMatching(/no candles/) });
  });

  test("that is not there is refused", async () =>
    expect(await readError(join(await writeTree({}), "nowhere"))).toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(/nowhere: the folder cannot be read/),
    }));

  test("without open interest is no error", async () => expect((await openHistory(await writeTree(good))).hasOpenInterest).toBe(false));
});

describe("a bad row of what a store knows beyond a plain history names its line", () => {
  const prints = (...cells: readonly string[]) =>
    table(
      "liquidations.csv",
      "time_ms,position_side,price,quantity,order_price,ordinal,sampling,heard_at_ms",
      ...cells.map((rest) => `${T},long,100,1,,${rest}`),
    );
  const brackets = (...rows: readonly string[]) =>
    table("brackets.csv", "time_ms,changed_at_ms,floor_usd,cap_usd,max_leverage,maintenance_rate,maintenance_amount_usd", ...rows);
  const leverage = (...rows: readonly string[]) => table("leverage.csv", "time_ms,position_side,seen_share,never_share,leverage,share", ...rows);
  test.each<[string, TreeContent, RegExp]>([
    ["heard before it happened", prints(`,,${T - 1}`), /liquidations\.csv line 2: heard_at_ms \d+ is before its own time/],
    ["heard earlier than the row above", prints(`,,${T + 9}`, `1,,${T + 8}`), /line 3: time goes backwards/],
    ["half an order", prints("0.5,,"), /line 2: ordinal must be a whole number, not 0\.5/],
    ["an unknown sampling", prints(",some,"), /line 2: sampling must be complete or one-per-second or unknown, not "some"/],
    ["a cap below its floor", brackets(`${T},${T},500,400,100,0.01,0`), /brackets\.csv line 2: cap_usd 400 is not above floor_usd 500/],
    ["brackets that overlap", brackets(`${T},${T},0,400,100,0.01,0`, `${T},${T},300,500,50,0.02,3`), /line 3: floor_usd 300 is below the cap 400/],
    ["rungs that do not ascend", leverage(`${T},long,0.2,0.1,5,0.5`, `${T},long,0.2,0.1,5,0.4`), /leverage\.csv line 3: leverage 5 is not above 5/],
    ["no side", leverage(`${T},both,0.2,0.1,5,0.5`), /line 2: the side must be long or short, not "both"/],
  ])("%s", async (_, content, sentence) => expectRefused(content, sentence));
});
