/** Digits after the point that a step of `step` needs: 0.1 -> 1, 0.001 -> 3, 1 -> 0. */
export function digitsOf(step: number): number {
  return Math.max(0, Math.round(-Math.log10(step)));
}

/** How one symbol's numbers are written: Binance sends them as strings with fixed digits. */
export interface Decimals {
  readonly price: (value: number) => string;
  readonly size: (lots: number) => string;
  readonly lotSize: number;
}

export function decimalsOf({ tickSize, lotSize }: { tickSize: number; lotSize: number }): Decimals {
  const priceDigits = digitsOf(tickSize);
  const sizeDigits = digitsOf(lotSize);
  return { price: (value) => value.toFixed(priceDigits), size: (lots) => (lots * lotSize).toFixed(sizeDigits), lotSize };
}

/** Eight digits, as Binance writes mark prices, rates and sums. */
export const eightDigits = (value: number): string => value.toFixed(8);
