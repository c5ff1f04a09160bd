import type { z } from "zod";
import { priceAt } from "#core/price-rows.ts";
import type { MarkedSpread } from "#insight/confidence.ts";
import type { BandedBook } from "#pipeline/book.ts";
import type { bandSchema, SpreadMessage } from "#wire/messages.ts";

export type BandMessage = z.infer<typeof bandSchema>;

/** The p10-p90 bands of a book within +-reach of its mark, lowest first; bins that hold nothing are left out. */
export function bandsOfBook(book: BandedBook, reach: number): BandMessage[] {
  const { long, short } = book.bands();
  return binsWithin({ ...book.spread(), mark: book.snapshot.mark }, reach).flatMap(({ bin, price }) =>
    long.usd[bin] + short.usd[bin] === 0
      ? []
      : {
          price,
          longUsd: long.usd[bin],
          longP10: long.p10[bin],
          longP90: long.p90[bin],
          longConfidence: long.confidence[bin],
          shortUsd: short.usd[bin],
          shortP10: short.p10[bin],
          shortP90: short.p90[bin],
          shortConfidence: short.confidence[bin],
        },
  );
}

/** What bands of any stretch within +-reach of the mark follow from. */
export function spreadMessage(spread: MarkedSpread, reach: number): SpreadMessage {
  const { firstBin, rowsPerBin, variance, lean, positionUsd } = spread;
  const bins = binsWithin(spread, reach);
  const of = (side: 0 | 1) => bins.map(({ bin }) => Number(variance[side][bin].toFixed(4)));
  return { firstBin: firstBin + (bins[0]?.bin ?? 0), rowsPerBin, longVariance: of(0), shortVariance: of(1), lean, positionUsd };
}

function binsWithin({ firstBin, rowsPerBin, binCount, mark }: MarkedSpread, reach: number): readonly { readonly bin: number; readonly price: number }[] {
  return Array.from({ length: binCount }, (_, bin) => ({ bin, price: priceAt((firstBin + bin + 0.5) * rowsPerBin) })).filter(
    ({ price }) => Math.abs(price / mark - 1) <= reach,
  );
}
