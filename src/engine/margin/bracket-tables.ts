import type { Instrument } from "#core/instrument.ts";
import binanceCoinm from "./brackets/binance-coinm.json" with { type: "json" };
import binanceUsdm from "./brackets/binance-usdm.json" with { type: "json" };
import bitget from "./brackets/bitget.json" with { type: "json" };
import bybit from "./brackets/bybit.json" with { type: "json" };
import deribit from "./brackets/deribit.json" with { type: "json" };
import gate from "./brackets/gate.json" with { type: "json" };
import hyperliquid from "./brackets/hyperliquid.json" with { type: "json" };
import okx from "./brackets/okx.json" with { type: "json" };
import { epochOfIsoDate } from "./iso-date.ts";
import type { Bracket, BracketTable, BracketUnit } from "./margin-model.ts";

type Tier = readonly [cap: number, maxLeverage: number, maintenanceRate: number];

/** One margin model's brackets/*.json: versioned data with their source and dates. */
interface BracketFile {
  readonly source: string;
  /** What caps are measured in; default `usd`. */
  readonly unit?: string;
  /** `none`: a bracket re-rates the whole position. Default: amounts that keep maintenance continuous. */
  readonly amounts?: string;
  /** By the exchange's own symbol; versions oldest first. */
  readonly tables: Readonly<Record<string, readonly BracketVersion[]>>;
}

interface BracketVersion {
  readonly validFrom: string;
  readonly tiers: readonly (readonly number[])[];
  /** Where they differ from the file's. */
  readonly unit?: string;
  readonly amounts?: string;
  readonly usdPerCoin?: number;
  readonly ratePerCoin?: number;
}

/** Bracket files by margin model; a new model's brackets are one file and one line here. */
const FILES: Readonly<Record<string, BracketFile>> = {
  "binance-usdm": binanceUsdm,
  "binance-coinm": binanceCoinm,
  bybit,
  hyperliquid,
  okx,
  bitget,
  gate,
  deribit,
};

/**
 * Brackets of a symbol in force at `time` (epoch ms), in the unit of the exchange: the newest table that was valid then, or the oldest known when `time` is before all.
 * Undefined when the symbol is not in the model's file.
 */
export function bracketsAt(marginModel: string, symbol: string, time: number): BracketTable | undefined {
  const file = FILES[marginModel];
  const versions = file?.tables[symbol];
  if (file === undefined || versions === undefined) return undefined;
  const version = versions.findLast(({ validFrom }) => epochOfIsoDate(validFrom) <= time) ?? versions[0];
  const brackets = bracketsOfTiers(version.tiers as readonly Tier[], {
    unit: (version.unit ?? file.unit ?? "usd") as BracketUnit,
    amounts: (version.amounts ?? file.amounts) === "none" ? "none" : "continuous",
    ratePerCoin: version.ratePerCoin ?? 0,
  });
  return { symbol, validFrom: epochOfIsoDate(version.validFrom), source: file.source, brackets, usdPerCoin: version.usdPerCoin ?? 1 };
}

/** Symbols with brackets on file, of a margin model. */
export const symbolsOnFile = (marginModel: string): readonly string[] => Object.keys(FILES[marginModel]?.tables ?? {});

interface TierRule {
  readonly unit: BracketUnit;
  readonly amounts: "continuous" | "none";
  readonly ratePerCoin: number;
}

const USD_TIERS: TierRule = { unit: "usd", amounts: "continuous", ratePerCoin: 0 };

/** Adds floors and maintenance amounts: `cum_n = cum_(n-1) + floor_n x (m_n - m_(n-1))`, which makes maintenance continuous. */
export function bracketsOfTiers(tiers: readonly Tier[], { unit, amounts, ratePerCoin }: TierRule = USD_TIERS): readonly Bracket[] {
  let floor = 0;
  let amount = 0;
  let rateBefore = tiers[0]?.[2] ?? 0;
  return tiers.map(([cap, maxLeverage, maintenanceRate]) => {
    if (amounts === "continuous") amount += floor * (maintenanceRate - rateBefore);
    const bracket = { floor, cap, unit, maxLeverage, maintenanceRate, ratePerCoin, maintenanceAmount: amount };
    floor = cap;
    rateBefore = maintenanceRate;
    return bracket;
  });
}

/** A table's brackets measured in USD at its `usdPerCoin`: near enough to choose a bracket where no price is known. */
export function bracketsInUsd(table: BracketTable, { contract, contractSize }: Pick<Instrument, "contract" | "contractSize">): readonly Bracket[] {
  const coin = table.usdPerCoin;
  const usdOfOne = { usd: 1, base: coin, contracts: contract === "linear" ? contractSize * coin : contractSize };
  return table.brackets.map(({ floor, cap, unit = "usd", maxLeverage, maintenanceRate, maintenanceAmount, ratePerCoin = 0 }) => ({
    floor: floor * usdOfOne[unit],
    cap: cap * usdOfOne[unit],
    unit: "usd",
    maxLeverage,
    maintenanceRate,
    ratePerCoin: ratePerCoin / coin,
    maintenanceAmount: maintenanceAmount * usdOfOne[unit],
  }));
}
