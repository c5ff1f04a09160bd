import { useEffect } from "react";
import { create } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { MarketMessage } from "#wire/messages.ts";
import { type AmountUnit, writeAmountsIn } from "#web/ui/amount.ts";
import { usePlace } from "#web/app/navigation.ts";
import { amountUnitOf } from "#web/app/view/read-unit.ts";
import { useTurnover } from "#web/app/markets/use-market-figures.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";
import { useView } from "#web/app/view/view-store.ts";

const MONEY: AmountUnit = { kind: "usd" };

const useAmounts = create<{ readonly unit: AmountUnit }>(() => ({ unit: MONEY }));

/** What amounts are written in now, for what shows no data of its own that moves. */
export const useAmountUnit = (): AmountUnit => useAmounts(({ unit }) => unit);

/** Another kind of unit is another page: everything is drawn again. What it takes to count in it moves with the market, and what is drawn next follows. */
export const useUnitKind = (): string => useAmounts(({ unit }) => (unit.kind === "fiat" ? `${unit.code} ${unit.perUsd}` : unit.kind));

/** Keeps what amounts are counted by. Draws nothing. */
export function AmountTerms() {
  const market = useMarket();
  const unit = useView((view) => view.unit);
  if (!market) return null;
  return unit === "minutes" ? <InMinutes market={market} /> : <Terms market={market} usdPerMinute={undefined} />;
}

function InMinutes({ market }: { readonly market: MarketMessage }) {
  const turnover = useTurnover(market);
  return <Terms market={market} usdPerMinute={turnover.state === "ready" ? turnover.value : undefined} />;
}

function Terms({ market, usdPerMinute }: { readonly market: MarketMessage; readonly usdPerMinute: number | undefined }) {
  const { unit, fiat } = useView(useShallow((view) => ({ unit: view.unit, fiat: view.fiat })));
  const isMapShown = usePlace(({ place }) => place === "map");
  const { coin, mark, openInterestUsd } = market;
  useEffect(() => {
    // What stands before the map counts many markets, which have no coin, open interest or volume in common.
    const next = isMapShown || unit === "fiat" ? amountUnitOf(unit, { coin, mark, openInterestUsd, usdPerMinute, fiat }) : MONEY;
    writeAmountsIn(next);
    useAmounts.setState({ unit: next });
  }, [isMapShown, unit, fiat, coin, mark, openInterestUsd, usdPerMinute]);
  return null;
}
