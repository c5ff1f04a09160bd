import type { MeasuredBook, MeasuredSide } from "./measured-book.ts";

/** What a list of markets shows of the measured layer. */
export interface MeasuredView {
  /** Epoch ms. */
  readonly time: number;
  /** When the position that was looked at longest ago was, epoch ms. */
  readonly oldest: number;
  readonly accounts: number;
  readonly long: MeasuredSide;
  readonly short: MeasuredSide;
}

export const measuredView = ({ snapshot, oldest, accounts, long, short }: MeasuredBook): MeasuredView => ({
  time: snapshot.time,
  oldest,
  accounts,
  long,
  short,
});
