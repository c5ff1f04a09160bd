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
/** Histories tell old trades to the second. */
const COARSE_MS = 1_000;

/**
 * Takes out trades of several prints whose prints were told one by one, and those that a history told to the second. A page of a history can begin in the
 * middle of a trade's prints: then the trade is missing, and the prints of it that were told are not surplus.
 */
export function reconcileParts(missing: readonly Published<SentTrade>[], surplus: readonly Surplus[]): Reconciled {
  const left = new Set(surplus);
  const take = (parts: readonly Part[]) => {
    for (const { told } of parts) left.delete(told);
    return parts.length === 0;
  };
  const still = missing.filter(({ entry }) => take(partsOf(entry, [...left])));
  for (const { entry } of still) if (entry.count > 1) take(nearOf(entry, [...left]).filter(({ size }) => size < entry.size));
  return { missing: still, surplus: [...left] };
}

/** What may be a print of the trade, oldest first. */
function nearOf({ time, takerSide, price }: SentTrade, surplus: readonly Surplus[]): readonly Part[] {
  return surplus
    .filter((told) => told.time <= time && told.time > time - LONGEST_MS)
    .map((told): Part & { side: string } => {
      const [, side, at, lots] = told.key.split(" ");
      return { told, side, price: at, size: Number(lots) };
    })
    .filter((part) => part.side === takerSide && Number(part.price) === price)
    .toSorted((a, b) => a.told.time - b.told.time);
}

function partsOf(trade: SentTrade, surplus: readonly Surplus[]): readonly Part[] {
  const { time, count, size } = trade;
  const near = nearOf(trade, surplus);
  if (count < 2) {
    const same = near.find(({ told, size: lots }) => told.time === time - (time % COARSE_MS) && Math.abs(lots - size) < size * 1e-6);
    return same ? [same] : [];
  }
  for (let first = 0; first + count <= near.length; first++) {
    const parts = near.slice(first, first + count);
    if (Math.abs(parts.reduce((sum, part) => sum + part.size, 0) - size) < size * 1e-6) return parts;
  }
  return [];
}
