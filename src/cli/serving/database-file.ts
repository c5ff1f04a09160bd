import { join } from "node:path";

/** Files of a data directory: real and simulated data never share one. */
export const databaseFile = (dataDir: string, kind: "market" | "simulated"): string => join(dataDir, `${kind}.duckdb`);
