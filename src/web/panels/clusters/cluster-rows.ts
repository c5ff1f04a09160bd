import { sideIndex } from "#core/position-side.ts";
import { type Cluster, findClusters } from "#insight/clusters.ts";
import { holders } from "#insight/consensus.ts";
import { depthToReach } from "#insight/order-book/depth-to-reach.ts";
import { type Reach, type ReachTable, reachOf } from "#insight/reach.ts";
import { type Band, type MapSpread, bandBetween } from "#insight/stretch-band.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { OrderBookMessage } from "#wire/order-book.ts";
import { shownBook } from "#web/panels/shown-book.ts";
import { usdWithin } from "#web/panels/usd-within.ts";
import { wholeBook } from "#web/panels/whole-book.ts";
import type { ClusterAge, MemberBook, PanelFilters } from "#web/panels/panel.ts";

/** A cluster with what else is known of it; undefined where it is not. */
export interface ClusterRow extends Cluster {
  readonly key: string;
  /** What it may truly hold. */
  readonly band: Band | undefined;
  /** Minutes of the market's volume that it is worth. */
  readonly minutesOfVolume: number | undefined;
  /** Its dollars over those of the orders that a move of the price to it trades through. */
  readonly depth: DepthRatio | undefined;
  /** How often price came as far, of either way, within each horizon. */
  readonly reach: readonly Reach[] | undefined;
  /** Its distance over what price moves in a day, at the volatility of now. */
  readonly daysOfVolatility: number | undefined;
  /** How long it has stood; undefined while it is not known. */
  readonly age: { readonly ms: number; readonly is: "known" | "at least" } | undefined;
  /** Exchanges that hold it too, of those that are compared. */
  readonly held: { readonly by: readonly string[]; readonly of: number } | undefined;
}

/** `at most`: the order book is not seen as far as the cluster, so that more rests before it than is known. */
export interface DepthRatio {
  readonly times: number;
  readonly is: "known" | "at most";
}

export interface ClusterContext {
  readonly filters: PanelFilters;
  readonly spread: MapSpread | undefined;
  readonly usdPerMinute: number | undefined;
  readonly memberBooks: readonly MemberBook[] | undefined;
  readonly orders: OrderBookMessage | undefined;
  readonly reach: ReachTable | undefined;
  readonly ages: readonly ClusterAge[] | undefined;
}

/** How far from the price clusters are looked for, a fraction of it. */
export const CLUSTERS_REACH = 0.2;

/** The clusters of a book, largest first, but for those of which the map shows nothing. They are found in the whole of it: what is hidden still surrounds them. */
export function clusterRows(book: LevelsGrid, context: ClusterContext): readonly ClusterRow[] {
  const shown = shownBook(book, context.filters);
  return findClusters(book, { ...context.filters, reach: CLUSTERS_REACH })
    .filter((cluster) => shown === book || usdWithin(shown, context.filters, cluster) > 0)
    .map((cluster) => rowOfCluster(cluster, book, context));
}

function rowOfCluster(cluster: Cluster, { mark, time }: LevelsGrid, context: ClusterContext): ClusterRow {
  const { filters, spread, usdPerMinute, memberBooks, orders, reach, ages } = context;
  return {
    ...cluster,
    key: `${cluster.side} ${cluster.fromRow}`,
    band: spread && bandBetween(spread, { ...cluster, side: sideIndex(cluster.side) }),
    minutesOfVolume: usdPerMinute && cluster.usd / usdPerMinute,
    depth: orders && depthRatio(cluster, orders),
    reach: reach && reachOf(reach, cluster.distance),
    daysOfVolatility: reach && Math.abs(Math.log1p(cluster.distance)) / reach.dayVolatility,
    age: ages && ageOf(cluster, ages, time),
    held: memberBooks && { by: holders(cluster, { mark, memberBooks, tiers: filters.tiers }), of: memberBooks.length },
  };
}

/** Of the oldest column that had something of it, up to the book. */
function ageOf({ side, low, high }: Cluster, ages: readonly ClusterAge[], timeMs: number): ClusterRow["age"] {
  const found = ages.find((age) => age.side === side && age.price >= low && age.price < high);
  return found && { ms: Math.max(0, timeMs - found.sinceMs), is: found.mayBeOlder ? "at least" : "known" };
}

/** Undefined while no order book is live, or nothing of it is seen on that side. */
function depthRatio({ side, low, high, usd }: Cluster, orders: OrderBookMessage): DepthRatio | undefined {
  const book = wholeBook(orders);
  if (book === undefined) return undefined;
  const to = side === "long" ? Math.min(book.middle, high) : Math.max(book.middle, low);
  const rests = depthToReach(book, { from: book.middle, to, rowsPerCell: orders.rowsPerCell, observed: book.observed });
  return rests.usd > 0 ? { times: usd / rests.usd, is: rests.seen === "whole" ? "known" : "at most" } : undefined;
}
