import type { Command } from "commander";
import { AppError } from "#core/app-error.ts";
import { MARGIN_MODELS, marginModelOf } from "#engine/margin/margin-rule.ts";
import type { MarginModel, Position } from "#engine/margin/margin-model.ts";
import { shownLiquidationPrice, towardsEntry } from "#engine/margin/shown-price.ts";
import { parseTime } from "#cli/offline/parse-times.ts";
import { type BracketFlags, bracketsOfFlags } from "#cli/position/brackets-of-flags.ts";
import { parseNumber, parseWord } from "#cli/position/number-option.ts";
import { type PositionFlags, readPosition } from "#cli/position/read-position.ts";

interface LiquidationPriceFlags extends PositionFlags, BracketFlags {
  readonly exchange: string;
  readonly asOf?: string;
  readonly tickSize?: string;
  readonly json?: true;
}

/** What the command prints with `--json`. Null: price alone cannot get there. */
interface Outcome {
  readonly liquidationPrice: number | null;
  readonly bankruptcyPrice: number | null;
  readonly model: string;
  readonly reachable: boolean;
}

/** `liquidation-price`: at which mark price an exchange force-closes a position, by its own rule on a date. */
export function registerLiquidationPrice(program: Command): void {
  program
    .command("liquidation-price")
    .description("the mark price at which an exchange force-closes a position, by that exchange's own rule")
    .requiredOption("--exchange <name>", [...EXCHANGES].join(", "))
    .requiredOption("--contract <kind>", "linear or inverse")
    .requiredOption("--margin-mode <mode>", "isolated or cross")
    .requiredOption("--side <side>", "long or short")
    .requiredOption("--entry <price>", "average entry price")
    .requiredOption("--size <n>", "in contracts")
    .option("--contract-size <n>", "base coin (linear) or USD (inverse) in one contract", "1")
    .option("--leverage <n>", "isolated: what the margin follows from")
    .option("--position-margin <amount>", "the whole margin, in the settle coin; beats --leverage")
    .option("--extra-margin <amount>", "added to the margin; negative when funding ate some of it")
    .option("--wallet-balance <amount>", "cross: the wallet, in the settle coin")
    .option("--other-maintenance-margin <amount>", "cross: maintenance margin of all other positions")
    .option("--other-unrealized-pnl <amount>", "cross: unrealised profit of all other positions")
    .option("--mmr <rate>", "maintenance margin rate as a fraction, instead of the brackets on file")
    .option("--maintenance-amount <amount>", "with --mmr: the amount (deduction) of the bracket, in the settle coin")
    .option("--fee-rate <rate>", "closing fee as a fraction, where the exchange's rule counts one")
    .option("--mark <price>", "mark price now, where the rule holds maintenance at it (default: entry)")
    .option("--symbol <symbol>", "whose brackets apply, e.g. BTCUSDT")
    .option("--as-of <time>", "rule and brackets in force then, ISO 8601 or epoch ms (default: now)")
    .option("--tick-size <n>", "round the prices to it, towards entry, as exchanges show them (default: exact)")
    .option("--json", "print JSON instead of a sentence")
    .action(liquidationPrice);
}

const EXCHANGES: ReadonlySet<string> = new Set(MARGIN_MODELS.map(({ exchange }) => exchange));

function liquidationPrice(flags: LiquidationPriceFlags): void {
  const exchange = parseWord(flags.exchange, "--exchange", [...EXCHANGES]);
  const { position, leverage } = readPosition(flags);
  const time = flags.asOf === undefined ? Date.now() : parseTime(flags.asOf, "--as-of");
  const model = marginModelOf(exchange, position.contract, time);
  if (model === undefined) throw new AppError("bad-input", `--contract: ${exchange} has no ${position.contract} contracts`);
  const { brackets, note } = bracketsOfFlags(flags, { model, position, time, ...(leverage !== undefined && { leverage }) });
  const tickSize = flags.tickSize === undefined ? undefined : parseNumber(flags.tickSize, "--tick-size", { above: 0 });
  const price = model.liquidationPrice(position, brackets);
  const bankruptcy = model.bankruptcyPrice(position);
  const outcome: Outcome = {
    liquidationPrice: price === undefined || tickSize === undefined ? (price ?? null) : shownLiquidationPrice(model, position, { price, tickSize }),
    bankruptcyPrice: bankruptcy === undefined || tickSize === undefined ? (bankruptcy ?? null) : towardsEntry(bankruptcy, { side: position.side, tickSize }),
    model: model.name,
    reachable: price !== undefined,
  };
  if (note !== undefined) process.stderr.write(`powderkeg: ${note}\n`);
  process.stdout.write(flags.json ? `${JSON.stringify(outcome)}\n` : sentences(outcome, model, position));
}

function sentences({ liquidationPrice: price, bankruptcyPrice, model: name }: Outcome, model: MarginModel, position: Position): string {
  const { marginMode, side, entry } = position;
  const what = `${marginMode} ${side} from ${shown(entry)}`;
  const end =
    price === null
      ? "price alone cannot liquidate it"
      : `liquidated at ${shown(price)} (${percent(price / entry - 1)})${bankruptcyPrice === null ? "" : `, bankrupt at ${shown(bankruptcyPrice)}`}`;
  const since = model.validFrom > 0 ? `, rule of ${new Date(model.validFrom).toISOString().slice(0, 10)}` : "";
  return `${what}: ${end} [${name}${since}]\n${model.freezesMark(position) ? `maintenance held at mark ${shown(position.mark ?? entry)}\n` : ""}`;
}

const shown = (price: number): string => String(Number(price.toPrecision(9)));
const percent = (ratio: number): string => `${ratio < 0 ? "" : "+"}${(100 * ratio).toFixed(2)} %`;
