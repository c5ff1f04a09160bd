import { useQueries, useQuery } from "@tanstack/react-query";
import { TIERS } from "#core/tier.ts";
import type { ConfidenceFloor, MarkedSpread } from "#insight/confidence.ts";
import { fetchSpread } from "#web/data/rest.ts";
import { useIsReplaying } from "#web/app/replay/replay-store.ts";
import { useChartReport } from "./reading-store.ts";
import { useMarket } from "#web/app/markets/use-markets.ts";
import { CONFIDENCES } from "#web/app/view/view.ts";
import { useView } from "#web/app/view/view-store.ts";

/** It follows hours of prints. */
const REFETCH_MS = 60_000;

/**
 * What the map on screen may be wrong by; undefined before it is known, of an earlier instant, of which it is not kept, and while some tiers or ages are
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
  const isReplaying = useIsReplaying();
  const least = useView((view) => CONFIDENCES[view.confidence]);
  const isAsked = least > 0 && !isReplaying;
  const found = useQueries({ queries: markets.map((market) => spreadQuery(isAsked ? market : undefined)) });
  return new Map(isAsked ? markets.flatMap((market, index) => (found[index].data ? [[market, floorOf(found[index].data, least)] as const] : [])) : []);
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
export function useSpreadOfAllTiers(): MarkedSpread | undefined {
  const market = useMarket();
  const isReplaying = useIsReplaying();
  const isPictured = useChartReport((report) => report.isPictured);
  const hidesSome = useView((view) => CONFIDENCES[view.confidence] > 0);
  const id = market?.ready && !isReplaying && (isPictured || hidesSome) ? market.id : undefined;
  const { data } = useQuery(spreadQuery(id));
  return isReplaying ? undefined : data;
}

/** Undefined: nothing is asked. */
const spreadQuery = (id: string | undefined) => ({
  queryKey: ["spread", id],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) => fetchSpread(id ?? "", signal),
  enabled: id !== undefined,
  refetchInterval: REFETCH_MS,
});
