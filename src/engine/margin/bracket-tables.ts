import binanceUsdm from "./brackets/binance-usdm.json" with { type: "json" };
import hyperliquid from "./brackets/hyperliquid.json" with { type: "json" };
import type { Bracket, BracketTable } from "./margin-model.ts";

type Tier = readonly [cap: number, maxLeverage: number, maintenanceRate: number];
interface BracketFile {
  readonly source: string;
  readonly tables: Readonly<Record<string, readonly { readonly validFrom: string; readonly tiers: readonly (readonly number[])[] }[]>>;
}

/** Bracket files by margin model; a new model's brackets are one file and one line here. */
const FILES: Readonly<Record<string, BracketFile>> = { "binance-usdm": binanceUsdm, hyperliquid };

/**
 * Brackets of a symbol in force at `time` (epoch ms): the newest table that was valid then, or the oldest known when `time` is before all.
 * Undefined when the symbol is not in the model's file.
 */
export function bracketsAt(marginModel: string, symbol: string, time: number): BracketTable | undefined {
  const file = FILES[marginModel];
  const versions = file?.tables[symbol];
  if (file === undefined || versions === undefined) return undefined;
  const version = versions.findLast(({ validFrom }) => epochOfIsoDate(validFrom) <= time) ?? versions[0];
  return { symbol, validFrom: epochOfIsoDate(version.validFrom), source: file.source, brackets: bracketsOfTiers(version.tiers as readonly Tier[]) };
}

/** Adds floors and maintenance amounts: `cum_n = cum_(n-1) + floor_n x (m_n - m_(n-1))`, which makes maintenance continuous. */
export function bracketsOfTiers(tiers: readonly Tier[]): readonly Bracket[] {
  let floor = 0;
  let amount = 0;
  let rateBefore = tiers[0]?.[2] ?? 0;
  return tiers.map(([cap, maxLeverage, maintenanceRate]) => {
    amount += floor * (maintenanceRate - rateBefore);
    const bracket = { floor, cap, maxLeverage, maintenanceRate, maintenanceAmount: amount };
    floor = cap;
    rateBefore = maintenanceRate;
    return bracket;
  });
}

/** Epoch ms of midnight UTC of a `YYYY-MM-DD`: the days-from-civil rule, because core and engine do without Date. */
function epochOfIsoDate(date: string): number {
  const [year, month, day] = date.split("-").map(Number);
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) * 86_400_000;
}
