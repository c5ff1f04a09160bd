import type { Command } from "commander";
import { AppError } from "#core/app-error.ts";
import { sideIndex } from "#core/position-side.ts";
import { instrumentId } from "#core/instrument.ts";
import { rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { explainEvents } from "#pipeline/explain/explain-events.ts";
import { openHistory } from "#storage/import/open-history.ts";
import { explanationText } from "#cli/offline/explanation-text.ts";
import { parseTime } from "#cli/offline/parse-times.ts";
import { parseNumber, parseWord } from "#cli/position/number-option.ts";

interface ExplainFlags {
  readonly from: string;
  readonly exchange?: string;
  readonly symbol?: string;
  readonly at: string;
  readonly price: string;
  readonly side: string;
  readonly tier?: string;
  readonly rows: string;
  readonly json?: true;
}

/** `explain`: which entries put the dollars of one cell of the map where they are. */
export function registerExplain(program: Command): void {
  program
    .command("explain")
    .description("why the map shows what it shows at a price: the entries, leverages and closes behind one cell")
    .requiredOption("--from <dir>", "market folder or Binance dump tree")
    .option("--exchange <exchange>", "which exchange, when the folder holds several")
    .option("--symbol <symbol>", "which symbol, when the folder holds several")
    .requiredOption("--at <time>", "ISO 8601 or epoch ms")
    .requiredOption("--price <price>", "a price in the cell")
    .requiredOption("--side <side>", "whose liquidations: long or short")
    .option("--tier <tier>", `only one tier of effective leverage: ${TIERS.join(", ")}`)
    .option("--rows <n>", "price rows of 2 basis points in the cell", "5")
    .option("--json", "print JSON instead of a table")
    .action(explain);
}

async function explain(flags: ExplainFlags): Promise<void> {
  const time = parseTime(flags.at, "--at");
  const price = parseNumber(flags.price, "--price", { above: 0 });
  const side = parseWord(flags.side, "--side", ["long", "short"]);
  const rowCount = Math.floor(parseNumber(flags.rows, "--rows", { least: 1, below: 101 }));
  const tier = flags.tier === undefined ? undefined : TIERS.indexOf(parseWord(flags.tier, "--tier", TIERS));
  const history = await openHistory(flags.from, flags);
  const { instrument, stepMs } = history;
  if (!history.hasOpenInterest)
    throw new AppError("bad-input", `${instrumentId(instrument)}: the folder holds no open interest, so there is nothing to explain`);
  const fresh = () => createEstimator(instrument);
  const recorded = { instrument, stepMs, events: () => history.events(), fresh };
  const firstRow = Math.floor(rowOf(price) / rowCount) * rowCount;
  const explanation = await explainEvents(recorded, { side: sideIndex(side), firstRow, rowCount, tier }, { time });
  if (explanation.time + stepMs < time)
    process.stderr.write(`${instrumentId(instrument)}: the data end at ${new Date(explanation.time).toISOString()}, before the time asked for\n`);
  const { exchange, symbol } = instrument;
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ model: fresh().model, instrument: { exchange, symbol }, ...explanation })}\n`
      : explanationText(instrumentId(instrument), explanation),
  );
}
