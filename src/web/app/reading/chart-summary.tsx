import { useEffect, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { useBook } from "./book-store.ts";
import type { Summary } from "./summary-words.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";
import { useView } from "#web/app/view/view-store.ts";

const FIRST_LOOK_MS = 2_000;
const LOOK_EVERY_MS = 20_000;

/** The map in words for a screen reader, which hears it politely when the nearest clusters are others than before, and not with every tick. */
export function ChartSummary() {
  const market = useMarket();
  const filters = useView(useShallow(({ tiers, sides }) => ({ tiers, sides })));
  const [summary, setSummary] = useState<Summary>();
  const id = market?.id;
  useEffect(() => {
    const look = async () => {
      const { grid } = useBook.getState();
      if (!market || !grid) return;
      const { summaryOf } = await import("./summary-words.ts");
      const next = summaryOf({ market, book: grid, ...filters });
      setSummary((said) => (said?.key === next.key ? said : next));
    };
    const first = setTimeout(() => void look(), FIRST_LOOK_MS);
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
    // A market's figures are new objects all the time; what is told of it is looked up when it is told.
  }, [id, filters]);
  return (
    <p id="chart-summary" className="unseen" role="status">
      {summary?.words}
    </p>
  );
}
