import type { SentTrade } from "#simulator/wire/journal.ts";
import type { Published } from "./followed-instrument.ts";
import type { Surplus } from "./balance.ts";

interface Part {
  readonly told: Surplus;
  readonly price: string;
  readonly size: number;
}

/** A trade that the socket tells as one is told by an exchange's history as the prints that it stands for. */
export interface Reconciled {
  readonly missing: readonly Published<SentTrade>[];
  readonly surplus: readonly Surplus[];
}

const LONGEST_MS = 3_000;

/** Takes out trades of several prints whose prints were told one by one. */
export function reconcileParts(missing: readonly Published<SentTrade>[], surplus: readonly Surplus[]): Reconciled {
  const left = new Set(surplus);
  const still = missing.filter(({ entry }) => {
    const parts = partsOf(entry, [...left]);
    for (const { told } of parts) left.delete(told);
    return parts.length === 0;
  });
  return { missing: still, surplus: [...left] };
}

function partsOf({ time, count, takerSide, price, size }: SentTrade, surplus: readonly Surplus[]): readonly Part[] {
  if (count < 2) return [];
  const near = surplus
    .filter((told) => told.time <= time && told.time > time - LONGEST_MS)
    .map((told): Part & { side: string } => {
      const [, side, at, lots] = told.key.split(" ");
      return { told, side, price: at, size: Number(lots) };
    })
    .filter((part) => part.side === takerSide && Number(part.price) === price)
    .toSorted((a, b) => a.told.time - b.told.time);
  for (let first = 0; first + count <= near.length; first++) {
    const parts = near.slice(first, first + count);
    if (Math.abs(parts.reduce((sum, part) => sum + part.size, 0) - size) < size * 1e-6) return parts;
  }
  return [];
}
