import { AppError } from "#core/app-error.ts";
import type { Instrument } from "#core/instrument.ts";
import { binanceUsdm } from "./binance-usdm.ts";
import { bracketsAt, bracketsOfTiers } from "./bracket-tables.ts";
import { hyperliquid } from "./hyperliquid.ts";
import type { Bracket, MarginModel } from "./margin-model.ts";

/** Every margin model, by the name that instruments declare. A new one is one file and one line here. */
const MARGIN_MODELS: readonly MarginModel[] = [binanceUsdm, hyperliquid];

/** The rule of an instrument at a time. `known` is false when the symbol's brackets are not on file and a cautious table stands in. */
export interface MarginRule {
  readonly model: MarginModel;
  readonly brackets: readonly Bracket[];
  readonly validFrom: number;
  readonly source: string;
  readonly known: boolean;
}

/** For symbols whose brackets are not on file: the shape that small coins commonly have. */
const CAUTIOUS = bracketsOfTiers([
  [10_000, 50, 0.015],
  [100_000, 25, 0.025],
  [500_000, 10, 0.05],
  [1_000_000, 5, 0.1],
  [1e15, 2, 0.25],
]);

/** The margin rule in force for an instrument at `time` (epoch ms). Throws `bad-input` for a margin model that does not exist. */
export function marginRuleAt(instrument: Pick<Instrument, "marginModel" | "symbol">, time: number): MarginRule {
  const model = MARGIN_MODELS.find(({ name }) => name === instrument.marginModel);
  if (model === undefined)
    throw new AppError(
      "bad-input",
      `unknown margin model "${instrument.marginModel}" of ${instrument.symbol}; known: ${MARGIN_MODELS.map(({ name }) => name).join(", ")}`,
    );
  const table = bracketsAt(model.name, instrument.symbol, time);
  if (table === undefined)
    return { model, brackets: CAUTIOUS, validFrom: 0, source: "no brackets on file for this symbol: a cautious table stands in", known: false };
  return { model, brackets: table.brackets, validFrom: table.validFrom, source: table.source, known: true };
}
