import type { PrintMessage } from "#wire/liquidations.ts";

/** Prints of history and stream as one tape, newest first; what both hold is there once. */
export function mergedPrints(stored: readonly PrintMessage[], streamed: readonly PrintMessage[]): readonly PrintMessage[] {
  const known = new Set(stored.map(keyOf));
  return [...streamed.filter((print) => !known.has(keyOf(print))), ...stored].toSorted((a, b) => b.time - a.time);
}

/** The same in every reply: an exchange numbers none of its prints. */
const keyOf = ({ time, market, positionSide, price, usd }: PrintMessage): string => [time, market, positionSide, price, usd].join(" ");
