import "#web/styles/orders.css";
import { priceAt } from "#core/price-rows.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import type { PanelProps } from "#web/panels/panel.ts";
import { wholeBook } from "#web/panels/whole-book.ts";
import { PanelBody } from "#web/panels/panel-body.tsx";
import { formatPrice, formatUsd } from "#web/ui/format.ts";
import { type DepthWithin, type OrderRow, depthSummary, nearestRows } from "./depth-summary.ts";
import { SeenList } from "./seen-list.tsx";
import { VenueTable } from "./venue-table.tsx";
import { stateSentence } from "./venue-state.ts";
import { decimal } from "#web/ui/locale.ts";

const ROWS_A_SIDE = { desk: 10, phone: 8 } as const;

/** The order book now. */
export function Orders({ market, data, compact }: PanelProps<"orders">) {
  return (
    <PanelBody of={data.orders}>
      {(book) => {
        const whole = wholeBook(book);
        const { rowsPerCell } = book;
        return (
          <div className="orders" data-compact={compact}>
            {whole ? (
              <>
                <NearRows
                  rows={nearestRows(whole, { rowsPerCell, count: ROWS_A_SIDE[compact ? "phone" : "desk"] })}
                  rowsPerCell={rowsPerCell}
                  tickSize={market.tickSize}
                />
                <div className="orders-sums">
                  <DepthTable depths={depthSummary(whole, rowsPerCell)} />
                  <VenueTable venues={book.venues} tickSize={market.tickSize} compact={compact} />
                </div>
              </>
            ) : (
              <Nothing book={book} />
            )}
            <SeenList book={book} tickSize={market.tickSize} />
          </div>
        );
      }}
    </PanelBody>
  );
}

const Nothing = ({ book }: { readonly book: OrderBookMessage }) => (
  <div className="orders-none">
    {book.venues.map((venue) => (
      <p key={venue.market} className="muted">
        {stateSentence(venue)}
      </p>
    ))}
  </div>
);

interface NearRowsProps {
  readonly rows: readonly OrderRow[];
  readonly rowsPerCell: number;
  readonly tickSize: number;
}

/** The rows nearest to the price, highest on top. */
function NearRows({ rows, rowsPerCell, tickSize }: NearRowsProps) {
  const most = Math.max(1, ...rows.map(({ usd }) => usd));
  return (
    <table className="orders-rows figure" aria-label="Orders around the price">
      <thead>
        <tr>
          <th scope="col">From price</th>
          <th scope="col">USD</th>
          <th scope="col" aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ cell, side, usd }) => (
          <tr key={`${side} ${cell}`} className={side}>
            <th scope="row">{formatPrice(priceAt(cell * rowsPerCell), tickSize)}</th>
            <td>{formatUsd(usd)}</td>
            <td aria-hidden="true">
              <span className="orders-bar" style={{ width: `${(usd / most) * 100}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What moves of this or that size would trade through. */
function DepthTable({ depths }: { readonly depths: readonly DepthWithin[] }) {
  return (
    <table className="figures-table">
      <thead>
        <tr>
          <th scope="col">Within</th>
          <th scope="col">Bids</th>
          <th scope="col">Asks</th>
          <th scope="col">Bids / asks</th>
        </tr>
      </thead>
      <tbody>
        {depths.map(({ within, bids, asks }) => (
          <tr key={within}>
            <th scope="row" className="figure">
              ±{within * 100} %
            </th>
            <td className="figure bids">{depthText(bids)}</td>
            <td className="figure asks">{depthText(asks)}</td>
            <td className="figure">{bids.seen === "whole" && asks.seen === "whole" && asks.usd > 0 ? decimal(bids.usd / asks.usd, 2) : "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Of a book that is not seen as far there is at least so much. */
const depthText = ({ usd, seen }: DepthWithin["bids"]): string => `${seen === "whole" ? "" : "≥ "}${formatUsd(usd)}`;
