import type { View } from "#web/app/view/view.ts";
import { formatAddress } from "#web/app/view/view-address.ts";
import { formatSort, parseSort } from "#web/ui/data-sort.ts";
import type { DataSort } from "#web/ui/data-table.tsx";
import { OVERVIEW_PATH } from "./address.ts";

/** What a person looks for in the overview. */
export interface OverviewChoice {
  /** Undefined: as it begins. */
  readonly sort: DataSort | undefined;
  /** Part of a coin's name; empty: every coin. */
  readonly find: string;
}

const NOTHING_CHOSEN: OverviewChoice = { sort: undefined, find: "" };

/** The overview's address. It carries the view of the map, which a press on a row leads back to. */
export function addressOfOverview(view: View, { sort, find }: OverviewChoice = NOTHING_CHOSEN): string {
  const query = new URLSearchParams(formatAddress(view));
  if (sort) query.set("sort", formatSort(sort));
  if (find) query.set("find", find);
  const text = query.toString().replaceAll("%3A", ":");
  return `${OVERVIEW_PATH}${text && `?${text}`}`;
}

/** Reads it back; a sort by nothing that is in `ids` is none. */
export function parseOverview(search: string, ids: readonly string[]): OverviewChoice {
  const query = new URLSearchParams(search);
  return { sort: parseSort(query.get("sort"), ids), find: query.get("find") ?? "" };
}

/** The map of a market, everything else as it was left. */
export const addressOfMap = (view: View, market = view.market): string => `/${formatAddress({ ...view, market })}`;
