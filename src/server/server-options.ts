import type { Hub } from "#pipeline/hub.ts";

/** What the server shows and to whom. */
export interface ServerOptions {
  readonly hub: Hub;
  /** Of the product. */
  readonly version: string;
  /** Folder of the built page; undefined or absent: the surfaces for programs only. */
  readonly webDir: string | undefined;
  /** Keys of the CoinGlass surface; none: any key, or no key, will do. */
  readonly apiKeys: readonly string[];
  /** A failure that is nobody's request to mend, in words. */
  readonly onProblem: (where: string, problem: string) => void;
}
