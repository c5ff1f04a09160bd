import { existsSync } from "node:fs";
import { AppError } from "#core/app-error.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { openDuckDbStore } from "#storage/duckdb/open-duckdb-store.ts";
import type { Store } from "#storage/store.ts";
import { databaseFile } from "#cli/serving/database-file.ts";

/** Which of the markets that a data directory holds. */
export interface RecordChoice {
  readonly dataDir: string;
  /** The simulated market's database instead of the real one. */
  readonly simulated?: true;
  readonly exchange?: string;
  readonly symbol?: string;
}

export interface OpenRecord {
  readonly store: Store;
  /** Those that fit the choice, in the order of their ids. */
  readonly instruments: readonly Instrument[];
}

/**
 * Opens the database of a data directory, which has to be there, and finds markets in it. `not-found`: there is no such database, or it holds no market
 * that fits; `conflict`: a server has it open.
 */
export async function openRecord(choice: RecordChoice): Promise<OpenRecord> {
  const file = fileOf(choice);
  const store = await openDuckDbStore({ file });
  try {
    const all = [...(await store.instruments())].sort((a, b) => (instrumentId(a) < instrumentId(b) ? -1 : 1));
    const instruments = all.filter((instrument) => fits(instrument, choice));
    if (instruments.length > 0) return { store, instruments };
    const there = all.length === 0 ? "it holds no market" : `it holds ${all.map(instrumentId).join(", ")}`;
    throw new AppError("not-found", `${file}: there is no ${choice.exchange ?? "exchange"}:${choice.symbol ?? "any symbol"}; ${there}`);
  } catch (error) {
    await store.close();
    throw error;
  }
}

function fileOf({ dataDir, simulated }: RecordChoice): string {
  const kinds = ["market", "simulated"] as const;
  const [wanted, other] = simulated ? kinds.toReversed() : kinds;
  const file = databaseFile(dataDir, wanted);
  if (existsSync(file)) return file;
  const hint = existsSync(databaseFile(dataDir, other)) ? `; there is the ${other === "simulated" ? "simulated" : "real"} one: ` : "";
  throw new AppError("not-found", `${file}: there is no such database${hint}${hint && (simulated ? "leave out --simulated" : "take it with --simulated")}`);
}

const fits = (instrument: Instrument, { exchange, symbol }: RecordChoice): boolean =>
  (exchange === undefined || exchange.toLowerCase() === instrument.exchange.toLowerCase()) &&
  (symbol === undefined || symbol.toLowerCase() === instrument.symbol.toLowerCase());
