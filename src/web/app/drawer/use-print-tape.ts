import { useQuery } from "@tanstack/react-query";
import type { MarketMessage } from "#wire/messages.ts";
import { fetchPrints } from "#web/data/rest.ts";
import type { Loadable, PrintTape } from "#web/panels/panel.ts";
import { mergedPrints } from "#web/app/session/merged-prints.ts";
import { instantQuery } from "#web/app/replay/instant-query.ts";
import { useAskedInstant } from "#web/app/replay/replay-store.ts";
import { loadableOf } from "#web/app/view/query-state.ts";
import { useTape } from "./tape-store.ts";
import { useFreshness } from "#web/app/markets/use-freshness.ts";

const MOST_PRINTS = 1_000;
/** Between two requests the stream brings what is new; a request mends what it missed. */
const REFETCH_MS = 30_000;

/** The printed liquidations of a market: what is stored, and what has come since. */
export function usePrintTape(market: MarketMessage): Loadable<PrintTape> {
  const at = useAskedInstant();
  const query = useQuery(
    instantQuery({
      key: ["prints", market.id],
      at,
      everyMs: REFETCH_MS,
      ask: (asked, signal) => fetchPrints(market.id, { limit: MOST_PRINTS, at: asked }, signal),
      timeOf: ({ asOf }) => asOf,
    }),
  );
  const tape = useTape();
  const { stale } = useFreshness();
  const streamed = at === undefined && tape.market === market.id ? tape.prints : [];
  if (query.data && query.data.prints.length + streamed.length === 0)
    return { state: "empty", why: market.liquidationFeed ? "No liquidation has been printed in a week." : `${market.exchangeLabel} prints no liquidations.` };
  return loadableOf(query, stale, ({ prints, feed, from, asOf }) => {
    const to = Math.max(asOf, streamed[0]?.time ?? 0);
    return { value: { prints: mergedPrints(prints, streamed), feed, from, to }, asOf: to };
  });
}
