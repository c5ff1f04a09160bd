import type { PublishedBracket } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import type { PublishedBrackets } from "#exchanges/exchange.ts";
import type { BinanceWeb } from "./endpoints.ts";
import { symbolBracketsSchema } from "./schemas.ts";

/** Amounts are published rounded; against the cap of a bracket that is nothing. */
const AMOUNT_TOLERANCE = 1e-6;

/** The brackets of those instruments whose table can be read and hangs together, in the order of the instruments. */
export async function fetchBrackets(web: BinanceWeb, instruments: readonly Instrument[], signal: AbortSignal): Promise<readonly PublishedBrackets[]> {
  const { data } = await web.brackets(signal);
  const bySymbol = new Map(data.brackets.flatMap(readTable));
  return instruments.flatMap((instrument) => {
    const table = bySymbol.get(instrument.symbol);
    return table === undefined ? [] : [{ instrument: instrumentId(instrument), ...table }];
  });
}

type Table = Omit<PublishedBrackets, "instrument">;

function readTable(value: unknown): readonly [symbol: string, table: Table][] {
  const { data } = symbolBracketsSchema.safeParse(value);
  if (data === undefined) return [];
  const brackets = data.riskBrackets
    .map((row) => ({
      floor: row.bracketNotionalFloor,
      cap: row.bracketNotionalCap,
      maxLeverage: row.maxOpenPosLeverage,
      maintenanceRate: row.bracketMaintenanceMarginRate,
      maintenanceAmount: row.cumFastMaintenanceAmount,
    }))
    .toSorted((a, b) => a.floor - b.floor);
  return hangsTogether(brackets) ? [[data.symbol, { changedAt: asMs(data.updateTime), brackets }]] : [];
}

/** Brackets follow one another without a hole, rates rise, leverage falls, and every amount is the one that keeps maintenance continuous. */
function hangsTogether(brackets: readonly PublishedBracket[]): boolean {
  return brackets.every(({ floor, cap, maxLeverage, maintenanceRate, maintenanceAmount }, i) => {
    if (i === 0) return floor === 0 && cap > 0 && maintenanceAmount === 0;
    const before = brackets[i - 1];
    const amount = before.maintenanceAmount + floor * (maintenanceRate - before.maintenanceRate);
    return (
      floor === before.cap &&
      cap > floor &&
      maintenanceRate >= before.maintenanceRate &&
      maxLeverage <= before.maxLeverage &&
      Math.abs(maintenanceAmount - amount) <= AMOUNT_TOLERANCE * cap
    );
  });
}
