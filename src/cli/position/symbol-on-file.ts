import type { ContractKind } from "#core/instrument.ts";

/**
 * The exchange's own name of a symbol among those on file, for contracts of one kind: exactly as given, else whatever its case, separators and suffix
 * (`btcusdt` and `BTC-USDT` are `BTC-USDT-SWAP`), else by its coin where either name has no quote (`BTCUSDT` is Hyperliquid's `BTC`). Undefined when none fits.
 */
export function symbolOnFile(wanted: string, symbols: readonly string[], contract: ContractKind): string | undefined {
  const bare = bareName(wanted);
  const fitting = symbols.filter((symbol) => quoteFits(bareName(symbol), contract));
  return (
    fitting.find((symbol) => symbol === wanted) ??
    fitting.find((symbol) => bareName(symbol) === bare) ??
    fitting.find((symbol) => coinOf(bareName(symbol)) === coinOf(bare) && !(hasQuote(bareName(symbol)) && hasQuote(bare)))
  );
}

/** Without separators and the marks of a perpetual. */
function bareName(symbol: string): string {
  return symbol
    .trim()
    .toUpperCase()
    .replace(/[-_](?:SWAP|PERP|PERPETUAL)$/, "")
    .replaceAll(/[-_/:]/g, "");
}

const QUOTE = /(?:USDT|USDC|BUSD|FDUSD|USD)$/;
const hasQuote = (bare: string): boolean => coinOf(bare) !== bare;
const coinOf = (bare: string): string => bare.replace(QUOTE, "") || bare;

/** Inverse contracts are quoted in plain USD, linear ones in a stablecoin; a name without quote says nothing. */
function quoteFits(bare: string, contract: ContractKind): boolean {
  const quote = QUOTE.exec(bare)?.[0];
  return quote === undefined || (quote === "USD") === (contract === "inverse");
}
