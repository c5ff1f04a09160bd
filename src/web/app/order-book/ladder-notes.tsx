import type { MarketMessage } from "#wire/messages.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import { isLive } from "#web/chart/ladder-rows.ts";
import { stateSentence } from "#web/panels/orders/venue-state.ts";
import { useLadder } from "./ladder-store.ts";
import { LadderTip } from "./ladder-tip.tsx";
import { useOrders } from "./order-book-store.ts";
import { useIsReplaying } from "#web/app/replay/replay-store.ts";
import { useView } from "#web/app/view/view-store.ts";

/** What is said over the order-book ladder: whose it is, what ails it, and what the pointer stands on. */
export function LadderNotes({ market }: { readonly market: MarketMessage }) {
  const isReplaying = useIsReplaying();
  const book = useOrders((orders) => (orders.book?.market === market.id && !isReplaying ? orders.book : undefined));
  const pointed = useLadder((ladder) => ladder.pointed);
  const drawer = useView((view) => view.panel);
  return (
    <>
      <div className="ladder-head" data-drawer={drawer !== undefined}>
        <span>Order book</span>
        {book && <Standing book={book} />}
      </div>
      {!book && <p className="ladder-absent muted">{isReplaying ? "Order books are not kept: there is none of an earlier instant." : "Waiting for it …"}</p>}
      {book && !book.venues.some(isLive) && <p className="ladder-absent">{book.venues.map(stateSentence).join(" ")}</p>}
      {book && pointed && <LadderTip book={book} pointed={pointed} tickSize={market.tickSize} />}
    </>
  );
}

/** How many of the venues are in it; of all, nothing. */
function Standing({ book: { venues } }: { readonly book: OrderBookMessage }) {
  const live = venues.filter(isLive).length;
  if (venues.length === 1 || live === venues.length) return <span className="muted">{venues.length > 1 ? `${live} venues` : ""}</span>;
  const out = venues.filter((venue) => !isLive(venue)).map(stateSentence);
  return (
    <span className="ladder-missing" title={out.join("\n")}>
      {live} of {venues.length} venues
    </span>
  );
}
