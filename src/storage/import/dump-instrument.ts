import { AppError } from "#core/app-error.ts";
import type { Instrument } from "#core/instrument.ts";
import { readHead } from "./csv/read-head.ts";
import type { DumpFile } from "./dump-files.ts";

const EXCHANGE = "binance";
const PRICE_COLUMNS = new Set(["price", "open", "high", "low", "close"]);
/** Rows of the first and of the last file in which decimals are looked for. */
const ROWS_LOOKED_AT = 1_440;

export const dumpExchange = EXCHANGE;

/**
 * Dumps do not describe the instrument: the coin comes from the symbol, and the tick is the power of ten of the most decimals seen
 * in the first and last price file, trailing zeros not counted (a tick of 0.5 is taken for 0.1).
 */
export async function dumpInstrument(symbol: string, priceFiles: readonly DumpFile[]): Promise<Instrument> {
  const { coin, priceMultiplier } = coinOfSymbol(symbol);
  const looked = new Set([priceFiles[0], priceFiles[priceFiles.length - 1]]);
  const decimals = await Promise.all([...looked].map(decimalsSeen));
  return {
    exchange: EXCHANGE,
    symbol,
    coin,
    contract: "linear",
    contractSize: 1,
    tickSize: Number(`1e-${Math.max(...decimals)}`),
    marginModel: "binance-usdm",
    ...(priceMultiplier > 1 && { priceMultiplier }),
    // Whether or not files of it are there: what is expected of the feed must not depend on files of later days.
    liquidationFeed: { exchanges: [EXCHANGE], sampling: "one-per-second" },
  };
}

/** `1000PEPEUSDT` is 1000 PEPE; `BTCUSDT_240628` is a dated future on BTC. A symbol that is not quoted in dollars is `bad-input`. */
export function coinOfSymbol(symbol: string): { readonly coin: string; readonly priceMultiplier: number } {
  const match = /^(10{3,}|1M(?=[A-Z]{3}))?([A-Z0-9]+?)(?:USDT|USDC|BUSD)(?:_\d{6})?$/.exec(symbol);
  if (match === null) throw new AppError("bad-input", `${symbol}: the symbol is not quoted in USDT, USDC or BUSD, so it cannot be valued in dollars.`);
  const [, prefix, coin] = match;
  return { coin, priceMultiplier: prefix === undefined ? 1 : prefix === "1M" ? 1_000_000 : Number(prefix) };
}

async function decimalsSeen(file: DumpFile): Promise<number> {
  const [head, ...rows] = await readHead(file, ROWS_LOOKED_AT);
  if (head === undefined) return 0;
  const named = head.flatMap((name, index) => (PRICE_COLUMNS.has(name.toLowerCase()) ? [index] : []));
  const bare = file.kind === "trades" ? [1] : [1, 2, 3, 4];
  const columns = named.length > 0 ? named : bare;
  return Math.max(0, ...[head, ...rows].flatMap((cells) => columns.map((column) => significantDecimals(cells[column] ?? ""))));
}

const significantDecimals = (cell: string): number => /^\d+\.(\d*?)0*$/.exec(cell)?.[1].length ?? 0;
