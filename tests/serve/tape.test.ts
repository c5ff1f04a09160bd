import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { statusReplySchema } from "#wire/health.ts";
import { getJson } from "../support/market-api.ts";
import { servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";
import { until } from "../support/until.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const serve = (...flags: readonly string[]) =>
  servePowderkeg(["--source", "simulated", "--coins", "BTC", "--exchanges", "binance", "--days", "1", "--data-dir", folder.path, ...flags]);

async function linesOf(directory: string, series: string): Promise<readonly unknown[]> {
  const names = (await readdir(join(folder.path, directory, "binance"))).filter((name) => name.endsWith(`-${series}.jsonl.gz`));
  const texts = await Promise.all(names.sort().map((name) => readFile(join(folder.path, directory, "binance", name))));
  return texts.flatMap((bytes) => gunzipSync(bytes).toString("utf8").trim().split("\n")).map((line) => JSON.parse(line) as unknown);
}

test("trades, books and, where asked for, frames are on disk when the server has ended, every line of them whole", async () => {
  const server = await serve("--record-frames");
  // Trades and books are counted as one, and either may come first.
  const areThere = async (directory: string, ...series: readonly string[]) => {
    const names = await readdir(join(folder.path, directory, "binance")).catch((): string[] => []);
    return series.every((one) => names.some((name) => name.endsWith(`-${one}.jsonl.gz`)));
  };
  const kept = async () => {
    const { store } = await getJson(`${server.url}/v1/status`, statusReplySchema);
    const isAll = (await areThere("simulated-trades", "trades", "books")) && (await areThere("simulated-frames", "frames"));
    return isAll && (store.trades?.lines ?? 0) > 50 ? store : undefined;
  };
  const store = await until(kept, { describe: () => "nothing was kept" });
  expect([store.trades?.lost, store.frames?.lost]).toEqual([0, 0]);
  expect(await server.stop()).toBe(0);
  const trades = await linesOf("simulated-trades", "trades");
  expect(trades[0]).toEqual(["BTCUSDT", expect.any(Number), expect.any(Number), expect.any(Number), expect.stringMatching(/^(buy|sell)$/), expect.any(Number)]);
  const books = await linesOf("simulated-trades", "books");
  expect(books[0]).toEqual(["BTCUSDT", expect.any(Number), 1, expect.any(Array), expect.any(Array)]);
  const frames = await linesOf("simulated-frames", "frames");
  expect(frames[0]).toEqual({ at: expect.any(Number) as number, line: expect.stringContaining("/") as string, text: expect.any(String) as string });
  expect(frames.length).toBeGreaterThanOrEqual(trades.length / 2);
});

test("nothing is kept that is not wanted", async () => {
  const server = await serve("--keep-trades-hours", "0");
  const { store } = await getJson(`${server.url}/v1/status`, statusReplySchema);
  expect([store.trades, store.frames]).toEqual([null, null]);
  expect(await server.stop()).toBe(0);
  expect(await readdir(folder.path)).toEqual(["simulated.duckdb"]);
});
