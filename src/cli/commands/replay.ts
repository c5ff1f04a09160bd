import type { Command } from "commander";
import { AppError } from "#core/app-error.ts";
import { HEAT_LEVELS, columnStart } from "#core/heat-levels.ts";
import { type InstrumentId, instrumentId } from "#core/instrument.ts";
import { MINUTE_MS } from "#core/units.ts";
import { type RecordReplay, replayRecord } from "#pipeline/replay/replay-record.ts";
import { readWeights } from "#cli/offline/weights-file.ts";
import { EXIT_INTERRUPTED, catchInterruption } from "#cli/stored/interruption.ts";
import { type RecordChoice, openRecord } from "#cli/stored/open-record.ts";

interface ReplayFlags extends RecordChoice {
  readonly weights?: readonly string[];
  readonly json?: true;
}

/** What became of one market; `problem`: there was nothing to compare. */
type MarketOutcome = { readonly market: InstrumentId } & ({ readonly problem: string } | ({ readonly identical: boolean } & ReplayCounts));

interface ReplayCounts {
  readonly model: string;
  readonly until: string | null;
  readonly columns: Omit<RecordReplay, "model" | "until" | "first">;
  readonly first: { readonly columnMs: number; readonly time: string } | null;
}

/** `replay`: whether the stored columns are what the recorded inputs make, bit for bit. */
export function registerReplay(program: Command): void {
  program
    .command("replay")
    .description("run what is stored through the estimate again and say whether every stored column comes out the same, bit for bit; stop the server first")
    .option("--data-dir <dir>", "where the store lives", "data")
    .option("--simulated", "the simulated market's store instead of the real one")
    .option("--exchange <name>", "only this exchange")
    .option("--symbol <name>", "only this symbol, e.g. BTCUSDT")
    .option("--weights <files...>", "weight files that held their markets' ladders when the columns were made")
    .option("--json", "print JSON, a line a market, instead of sentences")
    .action(runReplay);
}

async function runReplay({ weights = [], json, ...choice }: ReplayFlags): Promise<void> {
  const pinned = new Map((await Promise.all(weights.map(readWeights))).map((each) => [instrumentId(each.instrument), each]));
  const { store, instruments } = await openRecord(choice);
  const interruption = catchInterruption();
  try {
    for (const instrument of instruments) {
      const market = instrumentId(instrument);
      const outcome = await replayRecord(store, { instrument, pinned: pinned.get(market), signal: interruption.signal }).then(
        (replay) => outcomeOf(market, replay),
        (error: unknown) => problemOf(market, error),
      );
      process.stdout.write(json ? `${JSON.stringify(outcome)}\n` : `${sentence(outcome)}\n`);
      if ("problem" in outcome || !outcome.identical) process.exitCode = 1;
    }
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    process.exitCode = EXIT_INTERRUPTED;
  } finally {
    interruption.release();
    await store.close();
  }
}

function outcomeOf(market: InstrumentId, { model, until, first, ...columns }: RecordReplay): MarketOutcome {
  const identical = columns.identical > 0 && columns.differing + columns.notMade === 0;
  return { market, identical, model, until: until === undefined ? null : isoOf(until), columns, first: first ? placeOf(first) : null };
}

/** What ails one market keeps no other from being looked at. */
function problemOf(market: InstrumentId, error: unknown): MarketOutcome {
  if (error instanceof AppError) return { market, problem: error.message };
  throw error;
}

const placeOf = ({ level, column }: NonNullable<RecordReplay["first"]>) => ({
  columnMs: HEAT_LEVELS[level].columnMs,
  time: isoOf(columnStart(HEAT_LEVELS[level], column)),
});

function sentence(outcome: MarketOutcome): string {
  if ("problem" in outcome) return `not compared: ${outcome.problem}`;
  const { market, identical, model, until, columns, first } = outcome;
  const counts = `${thousands(columns.identical)} columns are identical`;
  const others = [
    ...(columns.differing > 0 ? [`${thousands(columns.differing)} DIFFER`] : []),
    ...(columns.notMade > 0 ? [`${thousands(columns.notMade)} are stored and were NOT MADE again`] : []),
    ...(first ? [`the first is that of ${first.time} (${first.columnMs / MINUTE_MS} min)`] : []),
    ...(identical || columns.differing + columns.notMade > 0 ? [] : ["nothing was compared"]),
  ];
  return `${market}: ${[counts, ...others].join(", ")} (${model}${until === null ? "" : `, to ${until}`})`;
}

const isoOf = (time: number): string => new Date(time).toISOString();
const thousands = (count: number): string => count.toLocaleString("en-US");
