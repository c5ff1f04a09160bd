import { type Instrument, instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import type { PublishedBrackets } from "#exchanges/exchange.ts";
import { hangsTogether } from "#exchanges/reading/brackets.ts";
import type { BinanceWeb } from "./endpoints.ts";
import { symbolBracketsSchema } from "./schemas.ts";

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
