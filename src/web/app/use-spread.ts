import { useQuery } from "@tanstack/react-query";
import { TIERS } from "#core/tier.ts";
import type { MapSpread } from "#insight/stretch-band.ts";
import { fetchSpread } from "#web/data/rest.ts";
import { useMarket } from "./use-markets.ts";
import { useView } from "./view-store.ts";

/** It follows hours of prints. */
const REFETCH_MS = 60_000;

/**
 * What the map on screen may be wrong by; undefined before it is known, and while some tiers are hidden: bands are stated of all tiers together.
 */
export function useSpread(): MapSpread | undefined {
  const market = useMarket();
  const allTiers = useView((view) => view.tiers.length === TIERS.length);
  const id = market?.ready ? market.id : undefined;
  const { data } = useQuery({
    queryKey: ["spread", id],
    queryFn: ({ signal }) => fetchSpread(id ?? "", signal),
    enabled: id !== undefined,
    refetchInterval: REFETCH_MS,
  });
  return allTiers ? data : undefined;
}
