import { priceAt } from "#core/price-rows.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import { type LadderRow, isLive, usdOfVenue } from "#web/chart/ladder-rows.ts";
import { flickerSentence, printSentence, refillSentence, wallSentence } from "#web/panels/orders/row-sentences.ts";
import { formatPrice, formatShare, formatUsd } from "#web/ui/format.ts";
import type { PointedRow } from "./ladder-host.ts";

export interface LadderTipProps {
  readonly book: OrderBookMessage;
  readonly pointed: PointedRow;
  readonly tickSize: number;
}

const MOST_SENTENCES = 3;

/** The row under the pointer: its prices, what rests there by venue, and what was seen in it. */
export function LadderTip({ book, pointed: { row, y }, tickSize }: LadderTipProps) {
  const usd = row.bidsUsd + row.asksUsd;
  const venues = book.venues.filter(isLive).map((venue) => ({ label: venue.label, usd: usdOfVenue(venue, row, book.rowsPerCell) }));
  return (
    <div className="ladder-tip" style={{ top: `clamp(8px, ${Math.round(y) - 24}px, calc(100% - 200px))` }} role="status">
      <p className="ladder-tip-prices figure">
        {formatPrice(priceAt(row.fromRow), tickSize)} – {formatPrice(priceAt(row.toRow), tickSize)}
      </p>
      <table>
        <tbody>
          {row.bidsUsd > 0 && <Line name="Bids" usd={row.bidsUsd} side="bids" />}
          {row.asksUsd > 0 && <Line name="Asks" usd={row.asksUsd} side="asks" />}
          {usd === 0 && <Line name="Nothing is seen here" usd={0} />}
          {venues.length > 1 &&
            usd > 0 &&
            venues.toSorted((a, b) => b.usd - a.usd).map((venue) => <Line key={venue.label} name={venue.label} usd={venue.usd} share={venue.usd / usd} />)}
        </tbody>
      </table>
      {sentencesOf(row).map((sentence) => (
        <p key={sentence}>{sentence}.</p>
      ))}
    </div>
  );
}

interface LineProps {
  readonly name: string;
  readonly usd: number;
  readonly share?: number;
  readonly side?: "bids" | "asks";
}

function Line({ name, usd, share, side }: LineProps) {
  return (
    <tr className={side ?? "muted"}>
      <th scope="row">{name}</th>
      <td className="figure">{formatUsd(usd)}</td>
      <td className="figure">{share === undefined ? "" : formatShare(share)}</td>
    </tr>
  );
}

function sentencesOf({ walls, refills, flickers, prints }: LadderRow): readonly string[] {
  const largest = <Seen extends { readonly usd: number }>(seen: readonly Seen[]) => seen.toSorted((a, b) => b.usd - a.usd).slice(0, MOST_SENTENCES);
  const said = [...largest(walls).map(wallSentence), ...largest(flickers).map(flickerSentence), ...largest(refills).map(refillSentence)];
  return [...said, ...largest(prints).map(printSentence)].slice(0, 2 * MOST_SENTENCES);
}
