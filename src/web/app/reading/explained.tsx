import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { MarketMessage } from "#wire/messages.ts";
import { fetchExplanation } from "#web/data/rest.ts";
import { deferred } from "#web/ui/deferred.tsx";
import { Sheet } from "#web/ui/sheet.tsx";
import type { PickedCell } from "./picked-cell.ts";
import { useChartReport } from "./reading-store.ts";
import { useView } from "#web/app/view/view-store.ts";

const WAITING = <p className="explain-note">Replaying what was recorded …</p>;
const Explanation = deferred(async () => (await import("#web/ui/explanation.tsx")).Explanation, WAITING);
const unpick = () => useChartReport.setState({ picked: undefined });

/** Why the clicked cell holds what it holds: a card beside the map, on a phone a sheet that a tap asks for. */
export function Explained({ market, compact }: { readonly market: MarketMessage; readonly compact: boolean }) {
  const picked = useChartReport((report) => report.picked);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && unpick();
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  if (picked?.market !== market.id) return null;
  if (compact)
    return (
      <Sheet
        title="Behind this cell"
        shape="sheet"
        trigger={
          <button type="button" className="picker explain-ask">
            Why here?
          </button>
        }
      >
        <Answer picked={picked} market={market} />
      </Sheet>
    );
  return (
    <section className="explain-card" aria-label="Behind this cell">
      <button type="button" className="quiet-button explain-close" aria-label="Close" onClick={unpick}>
        ✕
      </button>
      <Answer picked={picked} market={market} />
    </section>
  );
}

function Answer({ picked, market }: { readonly picked: PickedCell; readonly market: MarketMessage }) {
  const { tiers } = useView();
  const at = { ...picked, tier: tiers.length === 1 ? tiers[0] : undefined };
  const { data, error } = useQuery({ queryKey: ["explain", at], queryFn: ({ signal }) => fetchExplanation(at, signal), staleTime: Infinity, retry: false });
  if (error) return <p className="explain-note">{error.message}</p>;
  if (!data) return WAITING;
  const nameOf = (id: string): string | undefined => {
    const member = market.members?.find((one) => one.market === id);
    return member && `${member.exchangeLabel} ${member.symbol}`;
  };
  return <Explanation of={data} tickSize={market.tickSize} nameOf={nameOf} />;
}
