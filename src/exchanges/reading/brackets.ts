import type { PublishedBracket } from "#core/events.ts";

/** Amounts are published rounded; against the cap of a bracket that is nothing. */
const AMOUNT_TOLERANCE = 1e-6;
const BRACKET_PRICE_STEP = 0.05;

/** A bracket as exchanges print it: where it ends, and what it demands. */
export interface PrintedBracket extends Pick<PublishedBracket, "cap" | "maxLeverage" | "maintenanceRate"> {
  /** Absent where the exchange prints none: then the one that keeps maintenance continuous. */
  readonly maintenanceAmount?: number;
}

/** Brackets that begin where the one before ends, the first at zero. In the unit of the caps. */
export function bracketsOfCaps(printed: readonly PrintedBracket[]): readonly PublishedBracket[] {
  const brackets: PublishedBracket[] = [];
  for (const { maintenanceAmount, ...row } of printed.toSorted((a, b) => a.cap - b.cap)) {
    const before = brackets.at(-1);
    const floor = before?.cap ?? 0;
    brackets.push({ ...row, floor, maintenanceAmount: maintenanceAmount ?? continuousAmount(before, floor, row.maintenanceRate) });
  }
  return brackets;
}

/** Brackets follow one another without a hole, rates rise, leverage falls, and every amount is the one that keeps maintenance continuous. */
export function hangsTogether(brackets: readonly PublishedBracket[]): boolean {
  return brackets.every(({ floor, cap, maxLeverage, maintenanceRate, maintenanceAmount }, i) => {
    const before = brackets.at(i - 1);
    if (i === 0 || before === undefined) return floor === 0 && cap > 0 && maintenanceAmount === 0;
    return (
      floor === before.cap &&
      cap > floor &&
      maintenanceRate >= before.maintenanceRate &&
      maxLeverage <= before.maxLeverage &&
      Math.abs(maintenanceAmount - continuousAmount(before, floor, maintenanceRate)) <= AMOUNT_TOLERANCE * cap
    );
  });
}

/** Brackets whose caps count coins, in USD at a price. */
export const bracketsInUsd = (brackets: readonly PublishedBracket[], usdPerCoin: number): readonly PublishedBracket[] =>
  brackets.map(({ floor, cap, maintenanceAmount, ...rest }) => ({
    ...rest,
    floor: floor * usdPerCoin,
    cap: cap * usdPerCoin,
    maintenanceAmount: maintenanceAmount * usdPerCoin,
  }));

/** A price to value caps in coins at: in steps of 5 %, or every look at them would find them changed. */
export const bracketPrice = (price: number): number => Math.exp(Math.round(Math.log(price) / BRACKET_PRICE_STEP) * BRACKET_PRICE_STEP);

function continuousAmount(before: PublishedBracket | undefined, floor: number, rate: number): number {
  return before === undefined ? 0 : before.maintenanceAmount + floor * (rate - before.maintenanceRate);
}
