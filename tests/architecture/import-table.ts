/**
 * What the files of a folder under src/ may import directly, and the packages they may name (`node:` = any of Node's own).
 * `folder/part` allows that part of the folder only. docs/architecture.md says why.
 */
export interface FolderRule {
  readonly folders: readonly string[];
  readonly packages: readonly string[] | "any";
}

export const FOLDERS: Readonly<Record<string, FolderRule>> = {
  core: { folders: [], packages: [] },
  engine: { folders: ["core"], packages: [] },
  insight: { folders: ["core", "engine"], packages: [] },
  exchanges: { folders: ["core"], packages: "any" },
  simulator: { folders: ["core", "engine/margin"], packages: "any" },
  storage: { folders: ["core"], packages: "any" },
  wire: { folders: ["core"], packages: ["zod"] },
  pipeline: { folders: ["core", "exchanges", "engine", "insight", "storage"], packages: "any" },
  server: { folders: ["core", "wire", "storage", "pipeline", "insight"], packages: "any" },
  web: { folders: ["core", "wire", "insight"], packages: "any" },
  cli: { folders: ["core", "engine", "insight", "exchanges", "simulator", "storage", "wire", "pipeline", "server"], packages: "any" },
};

/** Exchanges that exist or are planned: their ids stay where {@link EXCHANGE_ID_HOMES} says. */
export const EXCHANGE_IDS = ["binance", "bybit", "okx", "bitget", "hyperliquid", "gate", "deribit", "kraken"];

/**
 * The only places that may name an exchange: its own folders, the registries, its margin rule, the reader of its dump files, tests.
 */
export const EXCHANGE_ID_HOMES: readonly RegExp[] = [
  new RegExp(`^src/(exchanges|simulator)/(${EXCHANGE_IDS.join("|")})/`),
  /^src\/(exchanges|simulator)\/registry\.ts$/,
  /^src\/engine\/margin\//,
  /^src\/storage\/import\/(binance-dumps|dump-instrument)\.ts$/,
  /\.(test|conformance)\.tsx?$/,
];

/** Names of file formats that happen to begin like an exchange. */
export const FORMAT_NAMES = ["binance-dumps"];

/** The only importers of one exchange's folder from outside it. */
export const EXCHANGE_IMPORTERS: readonly RegExp[] = [/^src\/(exchanges|simulator)\/registry\.ts$/, /^src\/cli\//];

export const FORBIDDEN_NAME_PARTS = ["utils", "util", "helpers", "helper", "common", "misc", "types", "manager", "managers"];
export const MAX_FILE_LINES = 400;
