import { csvName, type InputFile } from "./csv/input-file.ts";
import type { TableKind } from "./history.ts";

/** The dump kinds that are read, by the name of their folder. */
const KIND_OF_FOLDER: ReadonlyMap<string, TableKind> = new Map([
  ["klines", "candles"],
  ["aggTrades", "trades"],
  ["markPriceKlines", "mark-candles"],
  ["metrics", "metrics"],
  ["fundingRate", "funding"],
  ["liquidationSnapshot", "liquidations"],
]);
/** `KIND/SYMBOL/INTERVAL/FILE` at the most. */
const FOLDERS_BELOW_KIND = 2;
const OTHER_MARKETS = new Set(["spot", "cm", "option"]);

export interface DumpFile extends InputFile {
  readonly kind: TableKind;
  readonly symbol: string;
  /** Name of the candle interval; undefined for other kinds. */
  readonly interval: string | undefined;
}

/** Says what a file of a Binance USD-M dump tree holds, by its folders and name; undefined when it is none. */
export function asDumpFile(file: InputFile): DumpFile | undefined {
  const folders = `${file.path}/${file.entry ?? ""}`.split(/[\\/]/).filter((name) => name !== "");
  const kindAt = folders.findLastIndex((name) => KIND_OF_FOLDER.has(name));
  const kind = KIND_OF_FOLDER.get(folders[kindAt]);
  const below = file.entry === undefined ? folders.length - 2 - kindAt : 0;
  if (kind === undefined || below > FOLDERS_BELOW_KIND || isOtherMarket(folders.slice(0, kindAt))) return undefined;
  const name = /^([A-Z0-9]+(?:_\d{6})?)-(\w+)/.exec(csvName(file));
  if (name === null) return undefined;
  const isBar = kind === "candles" || kind === "mark-candles";
  return { ...file, kind, symbol: name[1], interval: isBar ? name[2] : undefined };
}

function isOtherMarket(above: readonly string[]): boolean {
  const market = /^(?:daily|monthly)$/.test(above.at(-1) ?? "") ? above.at(-2) : above.at(-1);
  return OTHER_MARKETS.has(market ?? "");
}
