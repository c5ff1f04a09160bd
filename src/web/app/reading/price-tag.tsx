import { formatChange, formatPrice, formatTime } from "#web/ui/format.ts";
import { useChartReport } from "./reading-store.ts";
import { useIsReplaying } from "#web/app/replay/replay-store.ts";
import { useMark, useMarket } from "#web/app/markets/use-markets.ts";

/** The mark and its change over a day; that of the book on screen, with its time, when that is not the live one. */
export function PriceTag() {
  const market = useMarket();
  const newest = useMark(market);
  const isReplaying = useIsReplaying();
  const book = useChartReport((report) => report.book);
  const mark = book?.mark ?? newest;
  if (!market || mark === undefined) return <span className="price-tag muted">{isReplaying ? "no price then" : "no price yet"}</span>;
  return (
    <span className="price-tag">
      <strong className="price">{formatPrice(mark, market.tickSize)}</strong>
      {book && <span className="muted">{formatTime(book.time)}</span>}
      {(!book || isReplaying) && market.change24h !== null && (
        <span className="change" data-direction={market.change24h < 0 ? "down" : "up"} title="Over 24 hours">
          {formatChange(market.change24h)}
        </span>
      )}
    </span>
  );
}
