import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readAll, writeTree } from "./history-tree.conformance.ts";
import { openHistory } from "./open-history.ts";

const recorded = process.env["POWDERKEG_RECORDED_DATA"] ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const instrument = { exchange: "binance", symbol: "BTCUSDT", coin: "BTC", contract: "linear", contractSize: 1, tickSize: 0.1, marginModel: "binance-usdm" };
const HOUR = 3_600_000;

const rowsOf = (name: string): readonly (readonly string[])[] =>
  gunzipSync(readFileSync(`${recorded}/${name}`))
    .toString()
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

describe.skipIf(!existsSync(`${recorded}/binance-perp-5m`))("recorded data (need POWDERKEG_RECORDED_DATA or ../shared/data)", () => {
  test("two months of the Binance BTC perpetual are read as a plain reading has them", async () => {
    const rows = rowsOf("binance-perp-5m/BTCUSDT-5m.csv.gz");
    const text = ["open_time_ms,open,high,low,close,volume", ...rows.map((row) => row.join(","))].join("\n");
    const history = await openHistory(await writeTree({ "instrument.json": JSON.stringify(instrument), "candles-5m.csv.gz": gzipSync(text) }));
    const events = await readAll(history.events());
    const plain = rows.map((row) => row.map(Number));
    expect(events.map((event) => event.kind === "candle" && [event.openTime, event.open, event.high, event.low, event.close, event.volume])).toEqual(plain);
    expect(history.report()).toMatchObject({ rows: { candle: 17_359 }, candleGaps: { count: 0 }, firstTime: Date.UTC(2025, 10, 30) });
  });

  test("the hourly panel gives open interest in coin at each stamp and counts its holes", async () => {
    const panel = rowsOf("coinglass-btc-panel-1h.csv.gz");
    const candles = ["open_time_ms,open,high,low,close,volume", ...panel.map(([time, , ...prices]) => `${time},${prices.slice(0, 4).join(",")},`)];
    const openInterest = ["time_ms,open_interest_usd", ...panel.map((row) => `${Number(row[0]) + HOUR},${row[16]}`)];
    const content = { "instrument.json": JSON.stringify(instrument), "candles-1h.csv": candles.join("\n"), "open-interest.csv": openInterest.join("\n") };
    const history = await openHistory(await writeTree(content));
    const events = await readAll(history.events());
    const inCoin = events.flatMap((event) => (event.kind === "open-interest" ? [event.openInterest] : []));
    expect(inCoin).toEqual(panel.map((row) => Number(row[16]) / Number(row[5])));
    const missingHours = (Number(panel.at(-1)![0]) - Number(panel[0][0])) / HOUR + 1 - panel.length;
    expect(history.report()).toMatchObject({ missing: ["mark", "volume", "funding", "liquidations", "ratio"] });
    expect(history.report().candleGaps.totalMs).toBe(missingHours * HOUR);
  });
});
