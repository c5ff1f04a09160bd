import { useEffect, useMemo, useRef } from "react";
import { create } from "zustand";
import { persist } from "zustand/middleware";
import { levelProfile } from "#web/chart/level-profile.ts";
import { useAmountUnit } from "#web/app/reading/amount-terms.tsx";
import { useBook } from "#web/app/reading/book-store.ts";
import { useChartSession } from "#web/app/session/chart-session-store.ts";
import { useHeatStyle } from "#web/app/controls/use-heat-style.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";
import { changeView, useView } from "./view-store.ts";
import { watchedPrices } from "./watched-prices.ts";

/** Prices that a person watches, by coin, kept by the browser: a link carries those of its own coin. */
const useKept = create(persist<{ readonly byCoin: Readonly<Record<string, readonly number[]>> }>(() => ({ byCoin: {} }), { name: "powderkeg-lines" }));

/** Keeps the lines on the chart as the view has them, and the view as the coin on screen was left. */
export function useWatchedPrices(length: "full" | "short"): void {
  const session = useChartSession((state) => state.session);
  const coin = useMarket()?.coin;
  const prices = useView((view) => view.lines);
  useCoinsOwn(coin);
  const style = useHeatStyle();
  const unit = useAmountUnit();
  // A book comes several times a second: only lines need it.
  const grid = useBook((book) => (prices.length > 0 ? book.grid : undefined));
  const profile = useMemo(() => grid && levelProfile(grid, style), [grid, style]);
  useEffect(() => session?.setLines(watchedPrices(prices, profile, length)), [session, prices, profile, unit, length]);
}

/** Another coin has lines of its own. What a link says goes before what was kept, and is kept when it is changed. */
function useCoinsOwn(coin: string | undefined): void {
  const prices = useView((view) => view.lines);
  const before = useRef<string>(undefined);
  useEffect(() => {
    if (coin === undefined) return;
    const isOther = before.current !== coin;
    const isFirst = before.current === undefined;
    before.current = coin;
    if (!isOther) useKept.setState(({ byCoin }) => ({ byCoin: { ...byCoin, [coin]: prices } }));
    else if (!isFirst || prices.length === 0) changeView({ lines: useKept.getState().byCoin[coin] ?? [] });
  }, [coin, prices]);
}
