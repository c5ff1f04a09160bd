import type { PrintMessage } from "#wire/liquidations.ts";

/** Prints of history and stream as one tape, newest first; what both hold is there once, and orders that are equal are there each. */
export function mergedPrints(stored: readonly PrintMessage[], streamed: readonly PrintMessage[]): readonly PrintMessage[] {
  const left = new Map<string, number>();
  for (const key of stored.map(keyOf)) left.set(key, (left.get(key) ?? 0) + 1);
  const isNew = (print: PrintMessage): boolean => {
    const stored = left.get(keyOf(print)) ?? 0;
    left.set(keyOf(print), stored - 1);
    return stored <= 0;
  };
  return [...streamed.filter(isNew), ...stored].toSorted((a, b) => b.time - a.time);
}

/** The same in every reply: an exchange numbers none of its prints. */
const keyOf = ({ time, market, positionSide, price, usd }: PrintMessage): string => [time, market, positionSide, price, usd].join(" ");
