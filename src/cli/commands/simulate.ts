import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { AppError } from "#core/app-error.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { makeDirectory } from "#storage/make-directory.ts";
import { DUMP_DEFAULTS, writeDump } from "#simulator/binance/dump/write-dump.ts";

interface SimulateFlags {
  readonly seed: string;
  readonly days: string;
  readonly out: string;
  readonly coins: string;
  readonly start?: string;
  readonly truthEvery: string;
  readonly aggTrades?: true;
}

const MOST_DAYS = 400;

/** `simulate`: a simulated market as a Binance dump tree, with its truth beside it. */
export function registerSimulate(program: Command): void {
  program
    .command("simulate")
    .description("write a simulated market as Binance dump files, and the true liquidation levels apart from them")
    .requiredOption("--seed <text>", "the world: same seed, same files")
    .requiredOption("--days <n>", `days to write, up to ${MOST_DAYS}`)
    .requiredOption("--out <dir>", "gets data/futures/um/... and truth/...")
    .option("--coins <list>", "comma-separated", "BTC")
    .option("--start <date>", "first day, YYYY-MM-DD (UTC)", new Date(DUMP_DEFAULTS.start).toISOString().slice(0, 10))
    .option("--truth-every <hours>", "hours between truth snapshots; divides a day", String(DUMP_DEFAULTS.truthEveryMs / HOUR_MS))
    .option("--agg-trades", "write every trade too (about 10 MB a day and coin)")
    .action(simulate);
}

async function simulate(flags: SimulateFlags): Promise<void> {
  const directory = resolve(flags.out);
  const start = startOf(flags.start);
  const days = daysOf(flags.days);
  await refuseFile(directory);
  await makeDirectory(directory).catch((cause: unknown) => {
    throw new AppError("bad-input", `--out ${directory} cannot be made: ${(cause as Error).message}`, { cause });
  });
  await writeDump({
    seed: flags.seed,
    days,
    coins: coinsOf(flags.coins),
    directory,
    start,
    truthEveryMs: truthEveryMsOf(flags.truthEvery),
    aggregateTrades: flags.aggTrades === true ? "write" : "skip",
    onProgress: ({ days: done, totalDays, coin }) => process.stderr.write(`\r${coin} ${done}/${totalDays} days${done === totalDays ? "\n" : ""}`),
  });
}

function daysOf(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    throw new AppError("bad-input", `--days must be a whole number from 1 to ${MOST_DAYS}, not ${text}`);
  return days;
}

function startOf(text: string | undefined): number {
  if (text === undefined) return DUMP_DEFAULTS.start;
  const start = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!(start >= 0) || start % DAY_MS !== 0) throw new AppError("bad-input", `--start must be a date like 2026-01-01, not ${text}`);
  return start;
}

function truthEveryMsOf(text: string): number {
  const everyMs = Number(text) * HOUR_MS;
  if (!(everyMs >= MINUTE_MS) || everyMs % MINUTE_MS !== 0 || DAY_MS % everyMs !== 0)
    throw new AppError("bad-input", `--truth-every must be hours that divide a day into whole minutes, not ${text}`);
  return everyMs;
}

function coinsOf(text: string): string[] {
  const coins = text.split(",").map((coin) => coin.trim().toUpperCase());
  if (coins.some((coin) => coin === "")) throw new AppError("bad-input", `--coins must be a list like BTC,ETH, not ${text}`);
  return [...new Set(coins)];
}

async function refuseFile(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) throw new AppError("bad-input", `--out ${directory} is a file, not a folder`);
}
