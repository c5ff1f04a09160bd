import type { PositionSide } from "#core/position-side.ts";
import { type Cluster, findClusters } from "#insight/clusters.ts";
import type { LevelsGrid } from "#wire/frames.ts";
import type { PanelFilters } from "#web/panels/panel.ts";
import { usdWithin } from "#web/panels/usd-within.ts";

/** What became of a cluster. `swept`: price went through it. `faded`: it stands out no more, and price was not there. */
export type ChangeKind = "appeared" | "grew" | "shrank" | "swept" | "faded";

export interface ClusterChange {
  readonly kind: ChangeKind;
  readonly side: PositionSide;
  /** Where its dollars lie: now, or then where it is gone. */
  readonly price: number;
  /** Of that price from the mark now, a signed fraction. */
  readonly distance: number;
  /** What stands between its edges. */
  readonly usdThen: number;
  readonly usdNow: number;
  readonly key: string;
}

export interface BookChanges {
  /** The largest first. */
  readonly changes: readonly ClusterChange[];
  /** Clusters that stand as they stood. */
  readonly unchanged: number;
}

export interface ChangesAsked {
  readonly filters: Pick<PanelFilters, "tiers" | "sides">;
  /** Between which prices it traded since. */
  readonly traded: { readonly low: number; readonly high: number } | undefined;
  /** How far from the mark of its time a cluster is looked for, a fraction. */
  readonly reach: number;
}

/** A cluster that holds this much more or less than it held has changed. */
export const CHANGED_BY = 0.2;

/** What became of the clusters of an earlier book, and which are new: between the same edges then and now, under the same filters. */
export function bookChanges(then: LevelsGrid, now: LevelsGrid, { filters, traded, reach }: ChangesAsked): BookChanges {
  const before = findClusters(then, { ...filters, reach });
  const after = findClusters(now, { ...filters, reach });
  const told = (cluster: Cluster, kindOfHeld: (held: Held) => ChangeKind | undefined) => {
    const held = { usdThen: usdWithin(then, filters, cluster), usdNow: usdWithin(now, filters, cluster) };
    return { ...described(cluster, now), ...held, kind: kindOfHeld(held) };
  };
  const isKnown = (cluster: Cluster) => before.some((other) => overlap(other, cluster));
  const standing = after.map((cluster) => told(cluster, (held) => kindOf(held, isKnown(cluster))));
  const gone = before
    .filter((cluster) => !after.some((other) => overlap(other, cluster)))
    .map((cluster) => told(cluster, (held) => (wasTraded(cluster, traded) ? "swept" : hasLess(held) ? "faded" : undefined)));
  const changes = [...standing, ...gone].filter((change): change is ClusterChange => change.kind !== undefined);
  return { changes: changes.sort((a, b) => sizeOf(b) - sizeOf(a)), unchanged: [...standing, ...gone].filter(({ kind }) => kind === undefined).length };
}

const sizeOf = ({ usdThen, usdNow }: ClusterChange): number => Math.abs(usdNow - usdThen);

type Held = Pick<ClusterChange, "usdThen" | "usdNow">;

/** What is new has come for the greater part: where most of it stood before, it grew until it stood out. */
const MOSTLY_NEW = 0.5;

function kindOf(held: Held, wasKnown: boolean): ChangeKind | undefined {
  const { usdThen, usdNow } = held;
  if (usdNow > usdThen * (1 + CHANGED_BY)) return !wasKnown && usdThen < MOSTLY_NEW * usdNow ? "appeared" : "grew";
  return hasLess(held) ? "shrank" : undefined;
}

const hasLess = ({ usdThen, usdNow }: Held): boolean => usdNow < usdThen * (1 - CHANGED_BY);

const described = ({ side, price, fromRow }: Cluster, { mark }: LevelsGrid) => ({
  side,
  price,
  distance: price / mark - 1,
  key: `${side} ${fromRow} ${price}`,
});

const overlap = (a: Cluster, b: Cluster): boolean => a.side === b.side && a.fromRow < b.toRow && b.fromRow < a.toRow;

/** Price reached the edge that is nearer to where it came from, and went on to where most of the dollars were. */
function wasTraded({ side, price }: Cluster, traded: ChangesAsked["traded"]): boolean {
  if (!traded) return false;
  return side === "long" ? traded.low <= price : traded.high >= price;
}
