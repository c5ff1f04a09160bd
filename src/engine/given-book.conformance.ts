import type { Instrument } from "#core/instrument.ts";
import { type Book, createBook } from "./book.ts";
import { type Ladder, createLadder } from "./ladder.ts";
import { LADDER_PRIOR, type RungMargin } from "./ladder-prior.ts";
import { marginRuleAt } from "./margin/margin-rule.ts";
import { open, openNever } from "./opening.ts";
import { addTraded, createProfile, resetProfile } from "./price-path.ts";
import { firstBinFrom, settleBins } from "./sweep-plane.ts";

/** The market that the engine's tests are about. */
export const BTC: Instrument = {
  exchange: "binance",
  symbol: "BTCUSDT",
  coin: "BTC",
  contract: "linear",
  contractSize: 1,
  tickSize: 0.1,
  marginModel: "binance-usdm",
};

export const BTC_LADDER: Ladder = createLadder(BTC, marginRuleAt(BTC, Date.UTC(2026, 0, 1)), LADDER_PRIOR);

/** Index of a rung in the generic ladder; of an isolated setting where there is one. */
export function rungOf(leverage: number, margin?: RungMargin): number {
  return LADDER_PRIOR.rungs.findIndex((rung) => rung.leverage === leverage && rung.margin === (margin ?? rung.margin));
}

/** Price row where a test's book begins; its window reaches 8,192 rows further. */
export const ORIGIN_ROW = 52_904;
/** Where price is: the middle of the window. */
export const PRICE_ROW = ORIGIN_ROW + 4096;

/** A book of {@link BTC_LADDER} with nothing in it. */
export function emptyBook(): Book {
  const book = createBook(BTC_LADDER, 8192);
  book.origin = ORIGIN_ROW;
  return book;
}

/** A book in which `amount` has been opened per side, over all rungs, at [low, high] (row coordinates). */
export function openedBook({ amount, low, high }: { amount: number; low: number; high: number }): Book {
  const book = emptyBook();
  for (const side of [0, 1] as const) {
    const everywhere = { sweptFrom: side === 0 ? Infinity : -Infinity, fromRung: 0, toRung: book.rungCount };
    open(book, BTC_LADDER, { side, profile: tradedBetween(low, high), amount, ...everywhere });
    openNever(book, { side, amount, fastShare: 0.25 });
  }
  return book;
}

/** The first time that price comes near to what liquidates on rows [from, to) of a rung, the share `closes` leaves. */
export function settle(book: Book, of: { side: 0 | 1; rung: number; from: number; to: number; closes: number }): number {
  const at = of.side * book.rungCount + of.rung;
  return settleBins(book, at, { first: firstBinFrom(book, at, of.from), end: firstBinFrom(book, at, of.to), closes: of.closes });
}

/** Volume that traded evenly over [low, high] (row coordinates). */
export function tradedBetween(low: number, high: number) {
  const profile = createProfile();
  resetProfile(profile, low, high);
  addTraded(profile, low, high, 3);
  return profile;
}
