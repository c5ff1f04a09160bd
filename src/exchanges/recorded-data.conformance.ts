import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** Where recorded data are, for tests that read them and skip without. */
export const RECORDED = process.env.POWDERKEG_RECORDED_DATA ?? new URL("../../../shared/data", import.meta.url).pathname;
export const HAS_RECORDED = existsSync(`${RECORDED}/wire-fixtures`);

/** Lines of a gzipped text file that are not empty. */
export const recordedLines = (file: string): readonly string[] =>
  gunzipSync(readFileSync(`${RECORDED}/${file}`))
    .toString()
    .split("\n")
    .filter(Boolean);

/** Frames of a cryptofeed recording: lines of `seconds: text`. Some of its lines are requests and answers over REST. */
export const cryptofeedTexts = (exchange: string): readonly string[] =>
  recordedLines(`wire-fixtures/cryptofeed-${exchange}.txt.gz`)
    .filter((line) => /^\d+\.\d+: /.test(line))
    .map((line) => line.slice(line.indexOf(": ") + 2));

/** Messages in the tests of tardis-node, by the names of the tests. */
export const tardisTexts = (...tests: readonly string[]): readonly string[] =>
  recordedLines("wire-fixtures/tardis-node-exchange-messages.jsonl.gz")
    .map((line) => JSON.parse(line) as { readonly test: string; readonly message: unknown })
    .filter(({ test }) => tests.includes(test))
    .map(({ message }) => JSON.stringify(message));
