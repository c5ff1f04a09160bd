/**
 * How many orders stand behind each printed one when a feed shows at most one a second: orders that come at random at a rate r leave the share
 * exp(-r) of seconds empty, so `printed` of `seconds` tells r. Orders that come in the same instant hide each other beyond what this can tell.
 */
export function hiddenFactor(printed: number, seconds: number): number {
  if (printed === 0) return 1;
  const busy = Math.min(printed / seconds, 1 - 0.5 / Math.max(1, seconds));
  return -Math.log1p(-busy) / busy;
}
