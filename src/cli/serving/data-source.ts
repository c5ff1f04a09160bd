import { HOUR_MS, type Ms } from "#core/units.ts";
import type { ContractClass, Exchange } from "#exchanges/exchange.ts";
import type { Preparing, Source } from "#pipeline/hub.ts";
import type { Store } from "#storage/store.ts";

export interface SourceOptions {
  readonly source: "auto" | Source;
  readonly dataDir: string;
  readonly coins: readonly string[];
  readonly contracts: readonly ContractClass[];
  /** Undefined: all. */
  readonly exchanges?: readonly string[];
  /** History to fetch at the first start. */
  readonly days?: number;
  readonly seed?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where the data come from, opened: a store and the exchanges that feed it. */
export interface OpenSource {
  readonly source: Source;
  /** How it is called on the command line, e.g. `SIMULATED (seed 1)`. */
  readonly title: string;
  readonly store: Store;
  readonly exchanges: readonly Exchange[];
  readonly coins: readonly string[];
  readonly contracts: readonly ContractClass[];
  readonly depthMs: Ms;
  readonly fineDepthMs: number;
  /** See HubOptions. */
  readonly relistMs?: Ms;
  readonly listings?: () => number;
  readonly preparing?: () => Preparing | undefined;
  close(): Promise<void>;
}

/** The finest columns of history are made this far back; of live data all are. */
export const FINE_DEPTH_MS = 36 * HOUR_MS;
/**
 * What the store may hold in memory (MB) for so many markets: a year of minutes is read and summed within the least of it, and what a market adds is
 * for its checkpoint, which the store folds into its file together with those of the others.
 */
export const memoryLimitMb = (markets: number): number => 40 + Math.ceil(1.2 * markets);
