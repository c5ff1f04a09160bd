import { HEAT_LEVELS, cellOfRow } from "#core/heat-levels.ts";
import { rowOf } from "#core/price-rows.ts";
import type { Sight } from "#web/chart/sight.ts";
import { columnPricesOf } from "#web/data/column-prices.ts";
import type { HeatClient } from "#web/data/heat-client.ts";
import type { ConsensusRun } from "#web/data/map-consensus.ts";
import { latestOnly } from "./latest-only.ts";
import type { Scene } from "./scene.ts";

/** How far exchanges agreed, of the scene's level of detail. */
export interface ShownConsensus {
  readonly level: number;
  readonly runs: readonly ConsensusRun[];
}

/** Compares exchanges on the map in sight, while somebody wants to know. */
export interface ConsensusFeed {
  /** Undefined: nobody does any more. */
  listen(listener: ((found: ShownConsensus | undefined) => void) | undefined): void;
  /** What is in sight, or what stands in it, has changed. */
  look(): void;
}

export interface ConsensusFeedParts {
  readonly heat: Pick<HeatClient, "consensus">;
  readonly onStage: () => Scene | undefined;
  readonly inSight: () => Sight | undefined;
}

export function createConsensusFeed({ heat, onStage, inSight }: ConsensusFeedParts): ConsensusFeed {
  let hear: ((found: ShownConsensus | undefined) => void) | undefined;

  const find = latestOnly(async (): Promise<void> => {
    const scene = onStage();
    const sight = inSight();
    if (!scene || !sight || !hear) return;
    const { level, history } = scene;
    const detail = HEAT_LEVELS[level];
    const lastColumn = Math.min(sight.lastColumn, scene.replay?.newestColumn ?? Infinity);
    const { close } = columnPricesOf(history.bars, detail, { firstColumn: sight.firstColumn, lastColumn });
    const markCells = close.map((price) => cellOfRow(detail, rowOf(price)));
    const runs = await heat.consensus({ ...sight, lastColumn, markCells });
    if (onStage()?.history === history) hear?.(runs && { level, runs });
  });

  return {
    listen(listener) {
      hear = listener;
      if (listener) find(undefined);
    },
    look: () => hear && find(undefined),
  };
}
