import type { OrderVenueMessage } from "#wire/order-book.ts";
import { formatPrice } from "#web/ui/format.ts";
import { middleOf } from "#web/chart/ladder-rows.ts";
import { spreadOf } from "./depth-summary.ts";
import { STATE_WORDS, stateSentence } from "./venue-state.ts";
import { decimal } from "#web/ui/locale.ts";

export interface VenueTableProps {
  readonly venues: readonly OrderVenueMessage[];
  readonly tickSize: number;
  readonly compact: boolean;
}

/** Whose books these are, how they stand, and how far each is seen. */
export function VenueTable({ venues, tickSize, compact }: VenueTableProps) {
  return (
    <table className="figures-table">
      <thead>
        <tr>
          <th scope="col">Venue</th>
          <th scope="col">Book</th>
          {!compact && <th scope="col">Bid</th>}
          {!compact && <th scope="col">Ask</th>}
          <th scope="col">Spread</th>
          <th scope="col" title="Every order within this is known">
            Seen
          </th>
        </tr>
      </thead>
      <tbody>
        {venues.map((venue) => (
          <tr key={venue.market} title={stateSentence(venue)}>
            <th scope="row">{venue.label}</th>
            <td className={venue.state === "live" ? "muted" : "orders-ill"}>{STATE_WORDS[venue.state]}</td>
            {!compact && <td className="figure">{venue.bestBid === null ? "–" : formatPrice(venue.bestBid, tickSize)}</td>}
            {!compact && <td className="figure">{venue.bestAsk === null ? "–" : formatPrice(venue.bestAsk, tickSize)}</td>}
            <td className="figure">{spreadText(spreadOf(venue))}</td>
            <td className="figure">{seenText(venue)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const spreadText = (spread: number | null): string => (spread === null ? "–" : `${decimal(spread * 10_000, 2)} bps`);

function seenText({ observed, ...venue }: OrderVenueMessage): string {
  const middle = middleOf({ observed, ...venue });
  if (observed === null || middle === undefined) return "–";
  const percent = (price: number) => decimal(Math.abs(price / middle - 1) * 100, 2);
  return `−${percent(observed.low)} to +${percent(observed.high)} %`;
}
