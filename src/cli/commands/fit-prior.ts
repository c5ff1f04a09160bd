import { readFile, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { AppError } from "#core/app-error.ts";
import { highestLeverage } from "#engine/priors/ladder-prior-of.ts";
import { type OpenedLeverage, type PriorFile, priorOfFile } from "#engine/priors/prior-file.ts";
import { type PositionMarket, readPositionMarkets, withMarketFolders } from "#cli/accuracy/recorded-data.ts";
import { type FittedCoin, fitOpened } from "#cli/fit-prior/fit-opened.ts";
import { unitMapsOf } from "#cli/fit-prior/unit-maps.ts";

export function registerFitPrior(program: Command): void {
  program
    .command("fit-prior")
    .description(
      "fit the leverage of a ladder prior to recorded public positions, with and without each of their days and coins, and write it back to its file",
    )
    .argument(
      "<file>",
      "the prior, e.g. src/engine/priors/on-chain-accounts.json; its holding times decide what a rung would hold, so its leverage is only the start",
    )
    .requiredOption("--recorded <dir>", "recorded data of real markets")
    .action(fitPrior);
}

async function fitPrior(path: string, { recorded }: { readonly recorded: string }): Promise<void> {
  const file = JSON.parse(await readFile(path, "utf8")) as PriorFile;
  const names = Object.keys(file.fitted.coins);
  const markets = (await withMarketFolders(recorded, (folders) => readPositionMarkets(recorded, { folders, coins: names }))) ?? [];
  if (markets.length < names.length) throw new AppError("bad-input", `${recorded} does not hold positions and market folders of all of ${names.join(", ")}`);
  const coins = markets.map((market) => fittedCoin(file, market));
  const days = [...new Set(coins.flatMap(({ maps }) => maps.map(({ time }) => dayOf(time))))].sort();
  const withoutDay = (day: string) =>
    coins.map(({ coin, weight, highest, maps }) => ({ coin, weight, highest, maps: maps.filter(({ time }) => dayOf(time) !== day) }));
  const without = [
    ...days.map((day) => [day, shown(fitOpened(file, withoutDay(day)))] as const),
    ...names.map(
      (name) =>
        [
          name,
          shown(
            fitOpened(
              file,
              coins.filter(({ coin }) => coin !== name),
            ),
          ),
        ] as const,
    ),
  ];
  const fitted: PriorFile = {
    ...file,
    fitted: { ...file.fitted, from: days[0], to: days[days.length - 1] },
    opened: shown(fitOpened(file, coins)),
    without: Object.fromEntries(without),
  };
  await writeFile(path, `${JSON.stringify(fitted, undefined, 2)}\n`);
  process.stdout.write(`${JSON.stringify(fitted.opened)}\n`);
}

function fittedCoin(file: PriorFile, { market, samples }: PositionMarket): FittedCoin {
  const highest = highestLeverage(market.instrument);
  const { coin } = market.instrument;
  return { coin, weight: file.fitted.coins[coin], highest, maps: unitMapsOf(market, samples, priorOfFile(file, { highest })) };
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** No more digits than the data hold. */
const shown = ({ exponent, long, short }: OpenedLeverage): OpenedLeverage => ({
  exponent: rounded(exponent),
  long: { median: rounded(long.median), spread: rounded(long.spread) },
  short: { median: rounded(short.median), spread: rounded(short.spread) },
});

const rounded = (value: number): number => Number(value.toFixed(3));
