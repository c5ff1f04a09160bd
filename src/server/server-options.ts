import type { AgeDesk } from "./age-desk.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { PastDesk } from "#pipeline/past/past-desk.ts";
import type { StageTimes } from "./stage-times.ts";

/** What the server shows and to whom. */
export interface ServerOptions {
  readonly hub: Hub;
  /** Of the product. */
  readonly version: string;
  /** Folder of the built page; undefined or absent: the surfaces for programs only. */
  readonly webDir: string | undefined;
  /** Keys of the CoinGlass surface; none: any key, or no key, will do. */
  readonly apiKeys: readonly string[];
  /** What events take, for `/metrics`; undefined: it is not measured. Who opened it closes it. */
  readonly stages?: StageTimes | undefined;
  /** A failure that is nobody's request to mend, in words. */
  readonly onProblem: (where: string, problem: string) => void;
}

/** What a route group is given. */
export interface RouteOptions extends ServerOptions {
  readonly past: PastDesk;
  readonly ages: AgeDesk;
}
