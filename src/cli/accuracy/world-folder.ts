import { createReadStream } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { AppError } from "#core/app-error.ts";
import type { Instrument } from "#core/instrument.ts";
import { rowOf } from "#core/price-rows.ts";
import type { BookMap } from "#engine/score/bin-grid.ts";
import type { StepInput } from "#engine/step.ts";
import type { TruthSnapshot } from "#simulator/market/truth.ts";
import type { WorldParameters } from "#simulator/market/world-parameters.ts";
import { openHistory } from "#storage/import/open-history.ts";
import { type Print, readMarket } from "./recorded-market.ts";

/** The true book of a simulated market at one instant. */
export interface TrueBook {
  readonly time: number;
  readonly mark: number;
  readonly openInterestUsd: number;
  /** What price alone cannot close, longs and shorts. */
  readonly neverUsd: readonly [number, number];
  readonly map: BookMap;
}

/** A simulated market as `simulate` wrote it. Only `steps` and `prints` are published; the rest is for the scorer and the oracle. */
export interface World {
  readonly name: string;
  readonly instrument: Instrument;
  readonly start: number;
  readonly steps: readonly StepInput[];
  readonly prints: readonly Print[];
  readonly parameters: WorldParameters;
  readonly truth: readonly TrueBook[];
}

/** Reads a folder of `simulate` with one coin. `bad-input` when it holds no truth. */
export async function readWorld(dir: string): Promise<World> {
  const { parameters, start } = JSON.parse(await readTruthFile(dir, "world.json")) as { parameters: WorldParameters; start: string };
  const { instrument, steps, prints } = await readMarket(await openHistory(join(dir, "data")));
  return {
    name: basename(dir),
    instrument,
    start: Date.parse(start),
    steps,
    prints,
    parameters,
    truth: await readTruth(join(dir, "truth", `${instrument.symbol}-levels.jsonl`)),
  };
}

/** Folders under `dir` that hold a world. */
export async function listWorlds(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true }).catch((cause: unknown) => {
    throw new AppError("bad-input", `${dir} cannot be read: ${(cause as Error).message}`, { cause });
  });
  const worlds = entries.filter((path) => path.endsWith(join("truth", "world.json"))).map((path) => join(dir, path, "..", ".."));
  if (worlds.length === 0) throw new AppError("bad-input", `${dir}: there is no simulated world (a folder with truth/world.json, see simulate)`);
  return worlds.sort();
}

async function readTruthFile(dir: string, name: string): Promise<string> {
  return readFile(join(dir, "truth", name), "utf8").catch((cause: unknown) => {
    throw new AppError("bad-input", `${dir}: it holds no truth (${(cause as Error).message})`, { cause });
  });
}

/** One line is one snapshot; they are large, so each is let go once its rows are kept. */
async function readTruth(file: string): Promise<readonly TrueBook[]> {
  const books: TrueBook[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) if (line !== "") books.push(trueBookOf(JSON.parse(line) as TruthSnapshot));
  return books;
}

/** A factor of four in price either way. */
const FACTOR = 4;

export function trueBookOf({ time, mark, openInterestUsd, neverLongUsd, neverShortUsd, levels }: TruthSnapshot): TrueBook {
  const firstRow = rowOf(mark / FACTOR);
  const rowCount = rowOf(mark * FACTOR) - firstRow + 1;
  const usd = [new Float64Array(rowCount), new Float64Array(rowCount)] as const;
  for (const { price, longUsd, shortUsd } of levels) {
    const row = rowOf(price) - firstRow;
    if (row < 0 || row >= rowCount) continue;
    usd[0][row] += longUsd;
    usd[1][row] += shortUsd;
  }
  return { time, mark, openInterestUsd, neverUsd: [neverLongUsd, neverShortUsd], map: { firstRow, usd } };
}
