import { useQueries, useQuery } from "@tanstack/react-query";
import { TIERS } from "#core/tier.ts";
import { MINUTE_MS } from "#core/units.ts";
import type { ConfidenceFloor, MarkedSpread } from "#insight/confidence.ts";
import { fetchSpread } from "#web/data/rest.ts";
import { instantQuery } from "#web/app/replay/instant-query.ts";
import { useAskedInstant } from "#web/app/replay/replay-store.ts";
import { useChartReport } from "./reading-store.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";
import { CONFIDENCES } from "#web/app/view/view.ts";
import { useView } from "#web/app/view/view-store.ts";

/** It follows hours of prints. */
const REFETCH_MS = MINUTE_MS;
/** In a replay it is asked for anew once in so much of the time that is played. */
const REPLAYED_MS = 30 * MINUTE_MS;

/**
 * What the map on screen may be wrong by; undefined before it is known, where it was not kept of an earlier instant, and while some tiers or ages are
 * hidden: bands are stated of all together.
 */
export function useSpread(): MarkedSpread | undefined {
  const spread = useSpreadOfAllTiers();
  const isWhole = useView((view) => view.tiers.length === TIERS.length && view.age === undefined);
  return isWhole ? spread : undefined;
}

/** What hides the less sure part of the map; undefined: nothing does. */
export function useConfidenceFloor(): ConfidenceFloor | undefined {
  const spread = useSpreadOfAllTiers();
  const least = useView((view) => CONFIDENCES[view.confidence]);
  return spread && least > 0 ? floorOf(spread, least) : undefined;
}

/** The same of several markets, each by itself: by their ids, as far as it is known. */
export function useConfidenceFloors(markets: readonly string[]): ReadonlyMap<string, ConfidenceFloor> {
  const at = useSpreadInstant(useMarket()?.firstTime ?? 0);
  const least = useView((view) => CONFIDENCES[view.confidence]);
  const found = useQueries({ queries: markets.map((market) => spreadQuery(least > 0 ? market : undefined, at)) });
  const floorsOf = (market: string, spread: MarkedSpread | undefined) => (spread ? [[market, floorOf(spread, least)] as const] : []);
  return new Map(least > 0 ? markets.flatMap((market, index) => floorsOf(market, found[index].data?.spread)) : []);
}

/** One object a spread and floor, whoever asks: tables are kept by it. */
const floors = new WeakMap<MarkedSpread, ConfidenceFloor>();

function floorOf(spread: MarkedSpread, least: number): ConfidenceFloor {
  const known = floors.get(spread);
  const floor = known?.least === least ? known : { spread, least };
  floors.set(spread, floor);
  return floor;
}

/** The same, whatever is hidden. It comes after the first picture, unless that hides what is less sure. */
export const useSpreadOfAllTiers = (): MarkedSpread | undefined => useSpreadReply()?.spread;

/** False: how sure the map was at the instant that is shown was not kept. True while that is not known. */
export const useIsSpreadKept = (): boolean => {
  const reply = useSpreadReply();
  return reply === undefined || reply.spread !== undefined;
};

function useSpreadReply() {
  const market = useMarket();
  const at = useSpreadInstant(market?.firstTime ?? 0);
  const isPictured = useChartReport((report) => report.isPictured);
  const hidesSome = useView((view) => CONFIDENCES[view.confidence] > 0);
  const id = market?.ready && (isPictured || hidesSome) ? market.id : undefined;
  return useQuery(spreadQuery(id, at)).data;
}

/** Of which instant widths are shown: that of the page or one a little earlier that is not before the map; undefined: now. */
function useSpreadInstant(firstTime: number): number | undefined {
  const at = useAskedInstant();
  if (at === undefined) return undefined;
  const earlier = Math.floor(at / REPLAYED_MS) * REPLAYED_MS;
  return earlier > firstTime ? earlier : at;
}

/** Of an undefined market nothing is asked. */
const spreadQuery = (id: string | undefined, at: number | undefined) => ({
  ...instantQuery({
    key: ["spread", id ?? ""],
    at,
    everyMs: REFETCH_MS,
    ask: (instant, signal) => fetchSpread(id ?? "", instant, signal),
    timeOf: ({ time }) => time,
  }),
  enabled: id !== undefined,
});
