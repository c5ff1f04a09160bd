import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { AppError } from "#core/app-error.ts";
import { sideIndex } from "#core/position-side.ts";
import type { HeldPosition, PositionSample, RealPosition } from "#engine/score/positions-score.ts";

/** Columns of a recorded set of public positions, one row per position and snapshot; no liquidation price: price alone cannot reach it. */
const COLUMNS = ["ts_ms", "user", "coin", "side", "size", "entryPx", "mark", "liquidationPx"] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

interface Draft {
  readonly mark: number;
  readonly positions: RealPosition[];
  readonly notionalUsd: [number, number];
  readonly held: HeldPosition[];
}

/** Reads `*-positions.csv.gz`: the samples of each coin within [from, to), oldest first. */
export async function readPositionSamples(
  file: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<ReadonlyMap<string, readonly PositionSample[]>> {
  const [header, ...lines] = gunzipSync(await readFile(file))
    .toString()
    .trim()
    .split("\n");
  const rowOfLine = rowReader(file, header);
  const coins = new Map<string, Map<number, Draft>>();
  for (const line of lines) {
    const row = rowOfLine(line);
    const time = Number(row.ts_ms);
    const liquidationPrice = Number(row.liquidationPx);
    if (time < from || time >= to) continue;
    const samples = coins.get(row.coin) ?? new Map<number, Draft>();
    coins.set(row.coin, samples);
    const sample = samples.get(time) ?? { mark: Number(row.mark), positions: [], notionalUsd: [0, 0], held: [] };
    samples.set(time, sample);
    const side = sideIndex(row.side === "long" ? "long" : "short");
    const size = Math.abs(Number(row.size));
    sample.notionalUsd[side] += size * sample.mark;
    sample.held.push({ account: row.user, side, size, entryPrice: Number(row.entryPx), liquidationPrice: liquidationPrice > 0 ? liquidationPrice : undefined });
    if (liquidationPrice > 0) sample.positions.push({ account: row.user, side, usd: size * liquidationPrice, liquidationPrice });
  }
  return new Map(
    [...coins].map(([coin, samples]) => [
      coin,
      [...samples].map(([time, { mark, positions, notionalUsd, held }]) => ({ time, mark, positions, notionalUsd, held })).sort((a, b) => a.time - b.time),
    ]),
  );
}

function rowReader(file: string, header: string): (line: string) => Row {
  const names = header.split(",");
  const places = COLUMNS.map((name) => names.indexOf(name));
  const missing = COLUMNS.filter((_, i) => places[i] < 0);
  if (missing.length > 0) throw new AppError("bad-input", `${file}: no column ${missing.join(", ")}`);
  return (line) => {
    const cells = line.split(",");
    return Object.fromEntries(COLUMNS.map((name, i) => [name, cells[places[i]] ?? ""])) as Row;
  };
}
