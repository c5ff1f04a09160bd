import { useEffect, useSyncExternalStore } from "react";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { PANELS } from "#web/panels/registry.ts";
import type { LiveConnection } from "#web/app/connection/live-connection.ts";
import { useOrders } from "./order-book-store.ts";
import { useChartReport } from "#web/app/reading/reading-store.ts";
import { useIsReplaying } from "#web/app/replay/replay-store.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";
import { useView } from "#web/app/view/view-store.ts";

/** Before the map says in which rows it is drawn. */
const FIRST_LEVEL = 1;

/** Watches the order book of the market on screen while somebody looks at it: in the rows of the map beside it, else in the finest there are. */
export function useOrderBookWatch({ stream }: LiveConnection, ladder: "shown" | "hidden"): void {
  const market = useMarket()?.id;
  const level = useChartReport((report) => report.level) ?? FIRST_LEVEL;
  const inPanel = useView(({ panel }) => PANELS.some(({ id, needs }) => id === panel && needs.includes("orders")));
  const visible = useSyncExternalStore(onVisibility, () => !document.hidden);
  const rowsPerCell = ladder === "shown" ? HEAT_LEVELS[level].rowsPerCell : 1;
  const isReplaying = useIsReplaying();
  const watching = visible && !isReplaying && (ladder === "shown" || inPanel) ? market : undefined;

  useEffect(() => {
    if (watching === undefined) return undefined;
    if (useOrders.getState().book?.market !== watching) useOrders.setState({ book: undefined });
    stream.watchBook({ market: watching, rowsPerCell });
    return () => stream.watchBook(undefined);
  }, [stream, watching, rowsPerCell]);
}

function onVisibility(onChange: () => void): () => void {
  document.addEventListener("visibilitychange", onChange);
  return () => document.removeEventListener("visibilitychange", onChange);
}
