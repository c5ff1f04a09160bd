import { AppError } from "#core/app-error.ts";
import type { Database, Transaction } from "./database.ts";

/**
 * Every step from an empty file to the present schema, oldest first; the schema's version is how many have run.
 * A step that has been released is never edited: a change is a new step at the end.
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)`,
    `CREATE TABLE instruments (instrument VARCHAR PRIMARY KEY, document VARCHAR NOT NULL)`,
    `CREATE TABLE imported_files (key VARCHAR PRIMARY KEY, fingerprint VARCHAR NOT NULL)`,
    `CREATE TABLE candles (
       instrument VARCHAR NOT NULL, price VARCHAR NOT NULL, open_time BIGINT NOT NULL, interval_ms BIGINT NOT NULL,
       open DOUBLE NOT NULL, high DOUBLE NOT NULL, low DOUBLE NOT NULL, close DOUBLE NOT NULL, volume DOUBLE, taker_buy_volume DOUBLE)`,
    `CREATE TABLE funding (instrument VARCHAR NOT NULL, time BIGINT NOT NULL, rate DOUBLE NOT NULL)`,
    `CREATE TABLE open_interest (instrument VARCHAR NOT NULL, time BIGINT NOT NULL, open_interest DOUBLE NOT NULL)`,
    `CREATE TABLE liquidations (
       instrument VARCHAR NOT NULL, time BIGINT NOT NULL, position_side VARCHAR NOT NULL, price DOUBLE NOT NULL, size DOUBLE NOT NULL, order_price DOUBLE)`,
    `CREATE TABLE liquidation_sums (
       instrument VARCHAR NOT NULL, open_time BIGINT NOT NULL, interval_ms BIGINT NOT NULL, long_usd DOUBLE NOT NULL, short_usd DOUBLE NOT NULL)`,
    `CREATE TABLE ratios (instrument VARCHAR NOT NULL, time BIGINT NOT NULL, ratio DOUBLE NOT NULL)`,
    `CREATE TABLE heat_columns (
       instrument VARCHAR NOT NULL, level TINYINT NOT NULL, column_index INTEGER NOT NULL, provisional BOOLEAN NOT NULL,
       first_cell INTEGER NOT NULL, cell_count INTEGER NOT NULL, bytes BLOB NOT NULL)`,
    `CREATE TABLE heat_tiles (
       instrument VARCHAR NOT NULL, level TINYINT NOT NULL, x INTEGER NOT NULL, y INTEGER NOT NULL, last_column INTEGER NOT NULL, gzip BLOB NOT NULL)`,
    `CREATE TABLE checkpoints (instrument VARCHAR PRIMARY KEY, model VARCHAR NOT NULL, time BIGINT NOT NULL, state BLOB NOT NULL)`,
  ],
  // Layers: whatever columns and tiles a store held before were modelled.
  ["heat_columns", "heat_tiles"].flatMap((table) => [
    `ALTER TABLE ${table} ADD COLUMN layer VARCHAR DEFAULT 'modelled'`,
    `ALTER TABLE ${table} ALTER COLUMN layer SET NOT NULL`,
    `ALTER TABLE ${table} ALTER COLUMN layer DROP DEFAULT`,
  ]),
  [`CREATE TABLE brackets (instrument VARCHAR NOT NULL, time BIGINT NOT NULL, changed_at BIGINT NOT NULL, brackets VARCHAR NOT NULL)`],
  // Events that came after their step had ended.
  ["funding", "liquidations"].map((table) => `ALTER TABLE ${table} ADD COLUMN heard_at BIGINT`),
  [`CREATE TABLE leverage (instrument VARCHAR NOT NULL, time BIGINT NOT NULL, long_shares VARCHAR NOT NULL, short_shares VARCHAR NOT NULL)`],
  // Whether the feed of a print shows every one.
  [`ALTER TABLE liquidations ADD COLUMN sampling VARCHAR`],
  // Which of several equal prints it is; of the first, and of those from before, NULL.
  [`ALTER TABLE liquidations ADD COLUMN ordinal BIGINT`],
  // Bytes of a sealed tile, which may be filled up behind them; NULL: all of them. See set-apart.ts.
  [`ALTER TABLE heat_tiles ADD COLUMN size INTEGER`],
  // Bars and samples that came after their step had ended, which no step uses.
  ["candles", "open_interest"].map((table) => `ALTER TABLE ${table} ADD COLUMN heard_at BIGINT`),
  [`CREATE TABLE spreads (instrument VARCHAR NOT NULL, time BIGINT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (instrument, time))`],
];

/** Brings the schema to `migrations` in one transaction. Call {@link refuseNewerSchema} first. */
export async function migrate(database: Database, migrations = MIGRATIONS): Promise<void> {
  await database.write(async (transaction) => {
    await transaction.change("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
    const version = await versionIn(transaction);
    if (version === migrations.length) return;
    for (const statement of migrations.slice(version).flat()) await transaction.change(statement);
    await transaction.change("DELETE FROM schema_version");
    await transaction.change("INSERT INTO schema_version VALUES (?)", [migrations.length]);
  });
}

/**
 * Looks without changing anything.
 * @throws AppError `newer-version` when a later Powderkeg has migrated the file, `unavailable` when its tables are not Powderkeg's.
 */
export async function refuseNewerSchema(database: Database): Promise<void> {
  const tables = (await database.read("SELECT table_name FROM duckdb_tables()")).map(([name]) => name);
  if (!tables.includes("schema_version")) {
    throw new AppError("unavailable", `${database.file} is a DuckDB database, but not one of Powderkeg's: it has no schema version`);
  }
  const version = Number((await database.read("SELECT max(version) FROM schema_version"))[0]?.[0] ?? 0);
  if (version > MIGRATIONS.length) {
    throw new AppError(
      "newer-version",
      `${database.file} has schema version ${version} and this Powderkeg knows versions up to ${MIGRATIONS.length}; it was left untouched, use a newer Powderkeg`,
    );
  }
}

async function versionIn(transaction: Transaction): Promise<number> {
  return Number((await transaction.rows("SELECT max(version) FROM schema_version"))[0]?.[0] ?? 0);
}
