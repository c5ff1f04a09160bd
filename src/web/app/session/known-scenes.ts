import { HEAT_LEVELS } from "#core/heat-levels.ts";
import { type Scene, type TimeSight, isFilling } from "./scene.ts";

/** Scenes that were on stage: who comes back to one sees its candles at once. */
export interface KnownScenes {
  /** Notes a scene that is on stage. */
  note(scene: Scene): void;
  /** What is known of such a scene, where that reaches over a sight but for the newest columns; undefined: not enough. */
  find(of: Pick<Scene, "market" | "level" | "layer" | "age">, sight: TimeSight): Scene | undefined;
}

const MOST_SCENES = 16;
/** Share of a sight that may have come since: more would leave a hole until it is there. */
const MOST_MISSING = 0.05;

export function createKnownScenes(): KnownScenes {
  /** By level of a market; last noted last. */
  const known = new Map<string, Scene>();
  return {
    note(scene) {
      if (scene.replay) return;
      const key = keyOf(scene);
      known.delete(key);
      known.set(key, scene);
      for (const oldest of known.keys()) if (known.size > MOST_SCENES) known.delete(oldest);
    },
    find({ market, level, layer, age }, { fromMs, toMs }) {
      const found = known.get(keyOf({ market, level }));
      const newest = found?.history.bars.at(-1);
      // What is still being filled changes behind its newest column too.
      if (!found || !newest || isFilling(found.market) || isFilling(market) || found.loadedFromMs > fromMs) return undefined;
      const { columnMs } = HEAT_LEVELS[level];
      const missingMs = Math.min(toMs, Date.now()) - newest.openTime - columnMs;
      return missingMs <= (toMs - fromMs) * MOST_MISSING ? { ...found, market, layer, age } : undefined;
    },
  };
}

/** Candles are those of any layer. */
const keyOf = ({ market, level }: Pick<Scene, "market" | "level">): string => `${market.id} ${level}`;
