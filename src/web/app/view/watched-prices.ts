import type { LevelProfile } from "#web/chart/level-profile.ts";
import type { WatchedPrice } from "#web/chart/price-lines.ts";
import { formatChange, formatUsd } from "#web/ui/format.ts";
import { sweptBetween } from "#web/app/session/measured-stretch.ts";

/** More would hide the map. */
export const MOST_PRICES = 12;

/** A price and its surroundings on the screen. */
export interface PriceAround {
  readonly price: number;
  readonly low: number;
  readonly high: number;
}

/** The prices after one was pressed: with it, or without the one that lies between `low` and `high` already. */
export function pressedPrice(prices: readonly number[], pressed: PriceAround): readonly number[] {
  const there = prices.find((price) => price >= pressed.low && price <= pressed.high);
  if (there !== undefined) return prices.filter((price) => price !== there);
  return [...prices, pressed.price].toSorted((a, b) => b - a).slice(0, MOST_PRICES);
}

/** A price on the market's own ticks, without the digits that arithmetic leaves. */
export const onTick = (price: number, tickSize: number): number => Number((Math.round(price / tickSize) * tickSize).toPrecision(12));

/** How far each price is from the mark, and what a move there would fire of the book now; before there is a book, nothing. */
export function watchedPrices(prices: readonly number[], profile: LevelProfile | undefined, length: "full" | "short"): readonly WatchedPrice[] {
  return prices.map((price) => ({ price, words: profile ? wordsOf(price, profile, length) : "" }));
}

function wordsOf(price: number, profile: LevelProfile, length: "full" | "short"): string {
  const { longUsd, shortUsd } = sweptBetween(profile, profile.mark, price);
  const isBelow = price < profile.mark;
  const figures = `${formatChange(price / profile.mark - 1)} · ${formatUsd(isBelow ? longUsd : shortUsd)}`;
  return length === "short" ? figures : `${figures} ${isBelow ? "longs" : "shorts"} to here`;
}
