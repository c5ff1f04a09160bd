import type { OrderBookMessage } from "#wire/order-book.ts";
import { formatClock, formatPrice, formatZone } from "#web/ui/format.ts";
import { flickerSentence, printSentence, refillSentence, wallSentence } from "./row-sentences.ts";

interface Seen {
  readonly key: string;
  readonly mark: string;
  readonly price: number;
  readonly side: "bids" | "asks";
  readonly sentence: string;
}

/** Of each kind, so that one does not push the others out of sight. */
const MOST_OF_A_KIND = 8;

/** What was seen in the book: walls now, what flickered, what came back, large trades. */
export function SeenList({ book, tickSize }: { readonly book: OrderBookMessage; readonly tickSize: number }) {
  const seen = seenIn(book);
  return (
    <section className="orders-seen" aria-label="Seen in the book">
      <p className="control-name">
        Seen{book.watchedSince === null ? "" : `, watched since ${formatClock(book.watchedSince)} ${formatZone(book.watchedSince)}`}
      </p>
      {seen.length === 0 && <p className="muted">No wall, no refill, no flickering order and no large trade so far.</p>}
      <ul>
        {seen.map(({ key, mark, price, side, sentence }) => (
          <li key={key}>
            <span className="orders-mark" data-mark={mark}>
              {mark}
            </span>
            <span className={`figure ${side}`}>{formatPrice(price, tickSize)}</span>
            <span>{sentence}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const middle = ({ low, high }: { readonly low: number; readonly high: number }): number => Math.sqrt(low * high);

function seenIn({ walls, flickers, refills, prints }: OrderBookMessage): readonly Seen[] {
  const largest = <Of extends { readonly usd: number }>(of: readonly Of[]) => of.toSorted((a, b) => b.usd - a.usd).slice(0, MOST_OF_A_KIND);
  return [
    ...flickers.slice(0, MOST_OF_A_KIND).map((flicker) => ({
      key: `flicker ${flicker.market} ${flicker.side} ${flicker.low}`,
      mark: flicker.cluster ? "spoof?" : "flickers",
      price: middle(flicker),
      side: flicker.side,
      sentence: flickerSentence(flicker),
    })),
    ...largest(walls).map((wall) => ({
      key: `wall ${wall.market} ${wall.side} ${wall.low}`,
      mark: "wall",
      price: middle(wall),
      side: wall.side,
      sentence: wallSentence(wall),
    })),
    ...refills.slice(0, MOST_OF_A_KIND).map((refill) => ({
      key: `refill ${refill.market} ${refill.side} ${refill.low} ${refill.time}`,
      mark: "refill",
      price: middle(refill),
      side: refill.side,
      sentence: refillSentence(refill),
    })),
    ...largest(prints).map((print) => ({
      key: `print ${print.market} ${print.time} ${print.price} ${print.takerSide}`,
      mark: "trade",
      price: print.price,
      side: print.takerSide === "buy" ? ("bids" as const) : ("asks" as const),
      sentence: printSentence(print),
    })),
  ];
}
