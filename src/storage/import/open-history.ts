import { dirname, resolve } from "node:path";
import { AppError } from "#core/app-error.ts";
import { instrumentId, type InstrumentId } from "#core/instrument.ts";
import { hasDumpCandles, openBinanceDumps } from "./binance-dumps.ts";
import { createHistory } from "./create-history.ts";
import { csvFiles } from "./csv-files.ts";
import { asDumpFile, type DumpFile } from "./dump-files.ts";
import { dumpExchange } from "./dump-instrument.ts";
import { readFileTree, type FileTree } from "./file-tree.ts";
import type { HistorySource } from "./history-source.ts";
import type { History } from "./history.ts";
import { readInstrumentFile } from "./instrument-file.ts";
import { instrumentFileOf, openMarketFolder } from "./market-folder.ts";

/** Which instrument is wanted, in any case; what is left out matches every one. */
export interface InstrumentChoice {
  readonly exchange?: string | undefined;
  readonly symbol?: string | undefined;
}

/**
 * Opens the one history under `dir` that fits the choice, in either layout of docs/history-files.md.
 * `bad-input`: no candles, several that fit (the sentence lists them), a damaged zip, a faulty instrument.json. `not-found`: none that fits.
 * The rows themselves are checked as they are read.
 */
export async function openHistory(dir: string, choice: InstrumentChoice = {}): Promise<History> {
  const found = await findMarkets(dir);
  const fitting = found.filter(({ id }) => fits(id, choice));
  if (fitting.length === 1) return createHistory(await fitting[0].open());
  if (fitting.length === 0) throw new AppError("not-found", `${dir}: there is no ${choiceName(choice)}; there is ${names(found)}.`);
  throw new AppError("bad-input", `${dir}: there are several instruments, name one by exchange and symbol or by its folder: ${names(fitting)}.`);
}

/** Opens every history under `dir`, by instrument. `bad-input` when there is none, as {@link openHistory}. */
export async function listHistories(dir: string): Promise<readonly History[]> {
  const histories: History[] = [];
  for (const market of await findMarkets(dir)) histories.push(createHistory(await market.open()));
  return histories;
}

interface Market {
  readonly id: InstrumentId;
  /** Folder that it was found in, for messages. */
  readonly at: string;
  open(): Promise<HistorySource>;
}

async function findMarkets(dir: string): Promise<readonly Market[]> {
  const tree = await readFileTree(dir);
  const found = [...(await marketFolders(tree)), ...(await dumpMarkets(dir, tree))];
  if (found.length > 0) return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  throw new AppError("bad-input", `${dir}: there are no candles: neither a market folder (instrument.json) nor Binance USD-M dumps (klines or aggTrades).`);
}

async function marketFolders({ marketFolders, data }: FileTree): Promise<readonly Market[]> {
  return Promise.all(
    marketFolders.map(async (folder) => {
      const instrument = await readInstrumentFile(instrumentFileOf(folder));
      return { id: instrumentId(instrument), at: folder, open: () => openMarketFolder(folder, instrument, data) };
    }),
  );
}

async function dumpMarkets(dir: string, { marketFolders, data }: FileTree): Promise<readonly Market[]> {
  const outside = data.filter(({ path }) => !marketFolders.includes(dirname(path)));
  const candidates = outside.filter(({ path }) => /\.zip$/i.test(path) || asDump(path, { path, bytes: 0 }) !== undefined);
  const files = (await csvFiles(candidates)).flatMap((file) => asDump(file.path, file) ?? []);
  return [...new Set(files.map(({ symbol }) => symbol))]
    .map((symbol) => ({ symbol, files: files.filter((file) => file.symbol === symbol) }))
    .filter(({ files }) => hasDumpCandles(files))
    .map(({ symbol, files }) => ({ id: instrumentId({ exchange: dumpExchange, symbol }), at: dir, open: () => openBinanceDumps(symbol, files) }));
}

/** Folders above `dir` count too: it may be a dump's own `klines/BTCUSDT`. */
function asDump(path: string, file: Parameters<typeof asDumpFile>[0]): DumpFile | undefined {
  const dump = asDumpFile({ ...file, path: resolve(path) });
  return dump === undefined ? undefined : { ...dump, path };
}

function fits(id: InstrumentId, { exchange, symbol }: InstrumentChoice): boolean {
  const [idExchange, idSymbol] = id.toLowerCase().split(":");
  return (exchange === undefined || exchange.toLowerCase() === idExchange) && (symbol === undefined || symbol.toLowerCase() === idSymbol);
}

const names = (markets: readonly Market[]): string => markets.map(({ id, at }) => `${id} in ${at}`).join(", ");

const choiceName = ({ exchange, symbol }: InstrumentChoice): string => `${exchange ?? "exchange"}:${symbol ?? "any symbol"}`;
