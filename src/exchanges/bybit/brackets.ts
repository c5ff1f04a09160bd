import type { ContractKind, Instrument } from "#core/instrument.ts";
import { instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import type { PublishedBrackets } from "#exchanges/exchange.ts";
import { readTables } from "#exchanges/reading/bracket-tables.ts";
import { type PrintedBracket, bracketPrice, bracketsInUsd, bracketsOfCaps, hangsTogether } from "#exchanges/reading/brackets.ts";
import { type BybitRest, subjectOf } from "./endpoints.ts";
import { type RiskLimit, markPriceSchema } from "./schemas.ts";

/** A cursor that never ends is a fault of the exchange. One symbol has some thirty rows. */
const MOST_PAGES = 20;

/**
 * The risk limits of those instruments whose table can be read and hangs together. Bybit does not say when it last changed them: the time of the
 * answer stands in. Those of inverse contracts count coins and are valued at the mark price of the moment, see {@link bracketPrice}.
 */
export async function fetchBrackets(rest: BybitRest, instruments: readonly Instrument[], signal: AbortSignal): Promise<readonly PublishedBrackets[]> {
  const priceOf = await inversePrices(rest, instruments, signal);
  return readTables(instruments, async (instrument) => {
    const { rows, readAt } = await riskLimitsOf(rest, instrument, signal);
    const printed = rows.map(printedOf);
    const brackets = bracketsOfCaps(printed.filter((row) => row !== undefined));
    const price = instrument.contract === "linear" ? 1 : priceOf.get(instrument.symbol);
    if (printed.length === 0 || printed.includes(undefined) || price === undefined || !hangsTogether(brackets)) return undefined;
    return { instrument: instrumentId(instrument), changedAt: asMs(readAt), brackets: price === 1 ? brackets : bracketsInUsd(brackets, price) };
  });
}

async function inversePrices(rest: BybitRest, instruments: readonly Instrument[], signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const inverse: ContractKind = "inverse";
  if (!instruments.some(({ contract }) => contract === inverse)) return new Map();
  const { result } = await rest.markPrices(inverse, signal);
  const prices = result.list.flatMap((row) => markPriceSchema.safeParse(row).data ?? []);
  return new Map(prices.map(({ symbol, markPrice }) => [symbol, bracketPrice(markPrice)]));
}

async function riskLimitsOf(rest: BybitRest, instrument: Instrument, signal: AbortSignal): Promise<{ rows: readonly RiskLimit[]; readAt: number }> {
  const rows: RiskLimit[] = [];
  let cursor = "";
  let readAt = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { result, time } = await rest.riskLimits(subjectOf(instrument), cursor, signal);
    readAt = time;
    rows.push(...result.list.filter(({ symbol }) => symbol === instrument.symbol));
    cursor = result.nextPageCursor ?? "";
    if (cursor === "") break;
  }
  return { rows, readAt };
}

/** Margins come as fractions or as percent (the documented sample): the initial one times the leverage is 1 or 100, and tells which. */
function printedOf({ riskLimitValue, maintenanceMargin, initialMargin, maxLeverage, mmDeduction }: RiskLimit): PrintedBracket | undefined {
  const product = initialMargin * maxLeverage;
  const scale = product > 0.8 && product < 1.25 ? 1 : product > 80 && product < 125 ? 100 : undefined;
  if (scale === undefined || maintenanceMargin / scale > 1) return undefined;
  return {
    cap: riskLimitValue,
    maxLeverage,
    maintenanceRate: maintenanceMargin / scale,
    ...(mmDeduction === undefined ? {} : { maintenanceAmount: mmDeduction }),
  };
}
