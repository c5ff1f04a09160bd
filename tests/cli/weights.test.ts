import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LadderWeights } from "#engine/ladder-weights.ts";
import { ladderWeightsSchema, weightsReplySchema } from "#wire/weights.ts";
import { getJson, untilFilled } from "../support/market-api.ts";
import { FOLDER_START, marketFolderFiles, writeFiles } from "../support/market-folder.ts";
import { type Outcome, runPowderkeg, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let history: string;
let exported: string;
let weights: LadderWeights;
const at = FOLDER_START + 200 * 60_000;
const estimate = (...more: readonly string[]): Promise<Outcome> => runPowderkeg(["estimate", "--from", history, "--at", String(at), ...more]);

beforeAll(async () => {
  folder = await temporaryFolder();
  const files = marketFolderFiles();
  const prints = ["time_ms,position_side,price,quantity"];
  for (let minute = 10; minute < 240; minute += 3) prints.push(`${FOLDER_START + minute * 60_000},${minute % 2 ? "long" : "short"},40000,0.4`);
  history = await writeFiles(join(folder.path, "history"), { ...files, "liquidations.csv": `${prints.join("\n")}\n` });
  exported = join(folder.path, "weights.json");
  expect(await estimate("--out", join(folder.path, "map.json"), "--weights-out", exported)).toMatchObject({ code: 0 });
  weights = ladderWeightsSchema.parse(JSON.parse(await readFile(exported, "utf8")));
});
afterAll(() => folder.remove());

async function changed(name: string, document: unknown): Promise<string> {
  const file = join(folder.path, name);
  await writeFile(file, typeof document === "string" ? document : JSON.stringify(document));
  return file;
}

test("are written as known at the last time asked for, and nothing else is left behind", async () => {
  expect(weights).toMatchObject({ model: "ladder@7", instrument: { exchange: "binance", symbol: "BTCUSDT" }, time: at });
  expect(weights.long.rungs.some(({ evidenceOrders }) => evidenceOrders > 0)).toBe(true);
  expect((await readdir(folder.path)).toSorted()).toEqual(["history", "map.json", "weights.json"]);
});

test("hold the ladder when they are given back, and the answer names them", async () => {
  const again = join(folder.path, "again.json");
  const { code, stdout } = await estimate("--weights", exported, "--weights-out", again);
  const { model } = JSON.parse(stdout) as { model: string };
  expect([code, model]).toEqual([0, expect.stringMatching(/^ladder@7\+pinned-[0-9a-f]{8}$/)]);
  const held = ladderWeightsSchema.parse(JSON.parse(await readFile(again, "utf8")));
  expect(held.model).toBe(model);
  for (const side of ["long", "short"] as const) {
    expect(held[side].never).toMatchObject({ pinned: true, share: expect.closeTo(weights[side].never.share, 9) as number });
    expect(held[side].rungs.map(({ share }) => share)).toEqual(weights[side].rungs.map(({ share }) => expect.closeTo(share, 9) as number));
  }
});

test("can be cut down to what is to be held", async () => {
  const part = await changed("part.json", { ...weights, long: { rungs: [{ leverage: 10, margin: "isolated", share: 0.4 }] }, short: { rungs: [] } });
  const out = join(folder.path, "part-out.json");
  expect(await estimate("--weights", part, "--out", join(folder.path, "part-map.json"), "--weights-out", out)).toMatchObject({ code: 0 });
  const { long } = ladderWeightsSchema.parse(JSON.parse(await readFile(out, "utf8")));
  expect(long.rungs.filter(({ pinned }) => pinned)).toEqual([expect.objectContaining({ leverage: 10, margin: "isolated", share: 0.4 })]);
});

test.each([
  ["nowhere.json", undefined, "nowhere.json cannot be read"],
  ["text.json", "weights", "text.json is no weights document: it is not JSON"],
  ["empty.json", {}, "empty.json is no weights document: model: "],
  ["ether.json", (of: LadderWeights) => ({ ...of, instrument: { exchange: "binance", symbol: "ETHUSDT" } }), "of binance:ETHUSDT, not of binance:BTCUSDT"],
  ["other.json", (of: LadderWeights) => ({ ...of, model: "grid@3" }), "other.json: these weights are of the model grid@3, and this one is ladder@7"],
  [
    "rung.json",
    (of: LadderWeights) => ({ ...of, long: { rungs: [{ leverage: 7, margin: "cross", share: 0.1 }] } }),
    "of another ladder: it has a long rung 7x cross",
  ],
] as const)("that cannot be held are refused in words, with nothing written: %s", async (name, document, words) => {
  const file = document === undefined ? join(folder.path, name) : await changed(name, typeof document === "function" ? document(weights) : document);
  const out = join(folder.path, `${name}.out`);
  const { code, stderr } = await estimate("--weights", file, "--out", out);
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(await readdir(folder.path)).not.toContain(`${name}.out`);
});

test("with shares that no side has are refused before a server opens anything", async () => {
  const twice = weights.long.rungs.map((rung) => ({ ...rung, share: Math.min(1, 2 * rung.share) }));
  const file = await changed("twice.json", { ...weights, long: { ...weights.long, rungs: twice } });
  const data = join(folder.path, "unopened");
  const { code, stderr } = await runPowderkeg(["serve", "--source", "replay", "--data-dir", data, "--port", "0", "--weights", file]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/twice\.json: the shares of the long side sum to 1\.\d+, and a side's shares sum to 1/)]);
  expect(await readdir(folder.path)).not.toContain("unopened");
});

test("hold a served market too: its map is made anew with them, and made anew without", async () => {
  const data = join(folder.path, "data");
  expect((await runPowderkeg(["import", "--from", history, "--data-dir", data])).code).toBe(0);
  const modelOf = async (...more: readonly string[]): Promise<{ model: string; pinned: boolean }> => {
    const server = await servePowderkeg(["--source", "replay", "--data-dir", data, ...more]);
    await untilFilled(server.url, "binance:BTCUSDT");
    const { model, long } = await getJson(`${server.url}/v1/markets/binance/BTCUSDT/weights`, weightsReplySchema);
    expect(await server.stop()).toBe(0);
    return { model, pinned: long.rungs.every((rung) => rung.pinned) };
  };
  expect(await modelOf()).toEqual({ model: "ladder@7", pinned: false });
  expect(await modelOf("--weights", exported)).toEqual({ model: expect.stringMatching(/^ladder@7\+pinned-/) as string, pinned: true });
  expect(await modelOf()).toEqual({ model: "ladder@7", pinned: false });
});
