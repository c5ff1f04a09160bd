import { planeOf } from "#core/heat-column.ts";
import { sideIndex } from "#core/position-side.ts";
import { priceAt } from "#core/price-rows.ts";
import { TIERS, type Tier } from "#core/tier.ts";
import type { Cluster, StandingLevels } from "./clusters.ts";

/** An exchange's own book of the coin, at its own prices. */
export interface VenueBook {
  readonly label: string;
  readonly grid: StandingLevels;
}

/** `agreed`: more than half of the exchanges hold it, and at least two. `divided`: several do, not most. `alone`: one does. `nobody`: it stands out in their sum only. */
export type ConsensusVerdict = "agreed" | "divided" | "alone" | "nobody";

/** A cluster, and on whose own map it stands out too. */
export interface ClusterConsensus {
  readonly cluster: Cluster;
  readonly holders: readonly string[];
  /** How many exchanges were looked at. */
  readonly of: number;
  readonly verdict: ConsensusVerdict;
}

export interface ConsensusAsked {
  /** Of the book that the clusters are of. */
  readonly mark: number;
  readonly memberBooks: readonly VenueBook[];
  readonly tiers: readonly Tier[];
}

/** How far exchanges agree on each of a map's clusters, in their order. */
export const consensusOn = (clusters: readonly Cluster[], asked: ConsensusAsked): readonly ClusterConsensus[] =>
  clusters.map((cluster) => {
    const held = holders(cluster, asked);
    const of = asked.memberBooks.length;
    return { cluster, holders: held, of, verdict: verdictOf(held.length, of) };
  });

/** How far exchanges agree where so many of them hold a cluster. */
export function verdictOf(holding: number, of: number): ConsensusVerdict {
  if (holding === 0) return "nobody";
  if (holding === 1) return "alone";
  return holding > of / 2 ? "agreed" : "divided";
}

/** An exchange holds a cluster too where it has so many times the mean density that it has around it, */
const HELD_CONTRAST = 1.1;
/** this far on either side, a fraction of the price. */
const AROUND = 0.012;

/** Whether means of what an exchange has there and around there make it a holder. */
export const standsOutThere = (there: number, around: number): boolean => there > 0 && there >= HELD_CONTRAST * around;

/** Who holds a cluster, each looked at by the distance from its own mark. */
export function holders({ side, low, high }: Pick<Cluster, "side" | "low" | "high">, { mark, memberBooks, tiers }: ConsensusAsked): readonly string[] {
  const there = { from: low / mark - 1, to: high / mark - 1 };
  const around =
    side === "long" ? { from: there.from - AROUND, to: Math.min(0, there.to + AROUND) } : { from: Math.max(0, there.from - AROUND), to: there.to + AROUND };
  const planes = tiers.map((tier) => planeOf(sideIndex(side), TIERS.indexOf(tier)));
  return memberBooks.filter(({ grid }) => standsOutThere(meanUsd(grid, planes, there), meanUsd(grid, planes, around))).map(({ label }) => label);
}

/** Mean USD of the cells whose centre lies between two signed distances from the mark; the nearest one alone where the stretch is narrower than a cell. */
function meanUsd(grid: StandingLevels, planes: readonly number[], { from, to }: { readonly from: number; readonly to: number }): number {
  const { mark, rowsPerCell, firstCell, cellCount, usd } = grid;
  const distanceOf = (cell: number) => priceAt((firstCell + cell + 0.5) * rowsPerCell) / mark - 1;
  let sum = 0;
  let count = 0;
  for (let cell = 0; cell < cellCount; cell++) {
    const half = distanceOf(cell + 1) - distanceOf(cell);
    const distance = distanceOf(cell);
    if (distance + half / 2 <= from || distance - half / 2 >= to) continue;
    count++;
    for (const plane of planes) sum += usd[plane * cellCount + cell];
  }
  return count > 0 ? sum / count : 0;
}
