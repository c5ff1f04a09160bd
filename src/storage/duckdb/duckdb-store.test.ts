import { join } from "node:path";
import { storeConformance } from "#storage/store.conformance.ts";
import { openDuckDbStore } from "./open-duckdb-store.ts";

storeConformance({ name: "DuckDB", open: (place) => openDuckDbStore({ file: join(place, "market.duckdb") }) });
