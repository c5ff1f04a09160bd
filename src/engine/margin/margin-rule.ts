import { AppError } from "#core/app-error.ts";
import type { ContractKind, Instrument } from "#core/instrument.ts";
import { binanceCoinm } from "./binance-coinm.ts";
import { binanceUsdm } from "./binance-usdm.ts";
import { bitget, bitgetUntil2025 } from "./bitget.ts";
import { bracketsAt, bracketsInUsd, bracketsOfTiers } from "./bracket-tables.ts";
import { bybit, bybitBefore2025 } from "./bybit.ts";
import { deribit } from "./deribit.ts";
import { gate, gateUntil2023 } from "./gate.ts";
import type { AdoptedBrackets } from "./adopted-brackets.ts";
import { hyperliquid } from "./hyperliquid.ts";
import type { Bracket, MarginModel } from "./margin-model.ts";
import { okx } from "./okx.ts";

/** Every margin model, by the name that instruments declare; rules that followed one another oldest first. A new one is one file and one line here. */
export const MARGIN_MODELS: readonly MarginModel[] = [
  binanceUsdm,
  binanceCoinm,
  bybitBefore2025,
  bybit,
  okx,
  bitgetUntil2025,
  bitget,
  hyperliquid,
  gateUntil2023,
  gate,
  deribit,
];

/** The rule of an instrument at a time. `known` is false when the symbol's brackets are not on file and a cautious table stands in. */
export interface MarginRule {
  readonly model: MarginModel;
  /** Measured in USD, so that they hold at any price scale. */
  readonly brackets: readonly Bracket[];
  readonly validFrom: number;
  /** When brackets that the exchange published itself became known (epoch ms); 0: they are from a file. */
  readonly adoptedAt: number;
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

/**
 * The margin rule in force for an instrument at `time` (epoch ms). Brackets that the exchange itself was seen to apply beat those on file,
 * unless a later version on file is in force. Throws `bad-input` for a margin model that does not exist.
 */
export function marginRuleAt(
  instrument: Pick<Instrument, "marginModel" | "symbol"> & Partial<Pick<Instrument, "contract" | "contractSize">>,
  time: number,
  adopted?: AdoptedBrackets,
): MarginRule {
  const model = inForce(
    MARGIN_MODELS.filter(({ name }) => name === instrument.marginModel),
    time,
  );
  if (model === undefined)
    throw new AppError(
      "bad-input",
      `unknown margin model "${instrument.marginModel}" of ${instrument.symbol}; known: ${[...new Set(MARGIN_MODELS.map(({ name }) => name))].join(", ")}`,
    );
  const table = bracketsAt(model.name, instrument.symbol, time);
  if (adopted !== undefined && !(table !== undefined && table.validFrom > adopted.changedAt && table.validFrom <= time))
    return {
      model,
      brackets: adopted.brackets,
      validFrom: Math.max(model.validFrom, adopted.changedAt),
      adoptedAt: adopted.time,
      source: "published by the exchange",
      known: true,
    };
  if (table === undefined)
    return {
      model,
      brackets: CAUTIOUS,
      validFrom: model.validFrom,
      adoptedAt: 0,
      source: "no brackets on file for this symbol: a cautious table stands in",
      known: false,
    };
  return {
    model,
    brackets: bracketsInUsd(table, { contract: instrument.contract ?? "linear", contractSize: instrument.contractSize ?? 1 }),
    validFrom: Math.max(model.validFrom, table.validFrom),
    adoptedAt: 0,
    source: table.source,
    known: true,
  };
}

/** The margin model of an exchange's linear or inverse contracts in force at `time` (epoch ms). Undefined when there is none. */
export function marginModelOf(exchange: string, contract: ContractKind, time: number): MarginModel | undefined {
  return inForce(
    MARGIN_MODELS.filter((model) => model.exchange === exchange && model.contracts.includes(contract)),
    time,
  );
}

/** The newest of the versions that held at `time`, or the oldest when it is before all. */
const inForce = (versions: readonly MarginModel[], time: number): MarginModel | undefined =>
  versions.findLast(({ validFrom }) => validFrom <= time) ?? versions[0];
