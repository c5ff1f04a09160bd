import { formatChange, formatPrice } from "#web/ui/format.ts";
import { useMark, useMarket } from "./use-markets.ts";

/** The mark and its change over a day. */
export function PriceTag() {
  const market = useMarket();
  const mark = useMark(market);
  if (!market || mark === undefined) return <span className="price-tag muted">no price yet</span>;
  return (
    <span className="price-tag">
      <strong className="price">{formatPrice(mark, market.tickSize)}</strong>
      {market.change24h !== null && (
        <span className="change" data-direction={market.change24h < 0 ? "down" : "up"} title="Over 24 hours">
          {formatChange(market.change24h)}
        </span>
      )}
    </span>
  );
}
