import type { PositionSide } from "#core/position-side.ts";
import type { PrintMessage } from "#wire/liquidations.ts";
import type { MarketMessage } from "#wire/messages.ts";

/** One printed liquidation as it is listed. */
export interface TapeRow extends PrintMessage {
  readonly key: string;
  readonly exchange: string;
  readonly tickSize: number;
}

export interface TapeFilters {
  readonly sides: readonly PositionSide[];
  readonly leastUsd: number;
}

/** Prices are shown to two digits of a printer that is not listed. */
const UNKNOWN_TICK = 0.01;

type Printer = Pick<MarketMessage, "id" | "exchangeLabel" | "symbol" | "tickSize">;

/** The prints that are asked for, with who printed them. A printer that is not in the list goes by its id. */
export function tapeRows(prints: readonly PrintMessage[], printers: readonly Printer[], { sides, leastUsd }: TapeFilters): readonly TapeRow[] {
  const known = new Map(printers.map((printer) => [printer.id, printer]));
  return prints.filter(({ positionSide, usd }) => sides.includes(positionSide) && usd >= leastUsd).map((print) => rowOfPrint(print, known.get(print.market)));
}

function rowOfPrint(print: PrintMessage, printer: Printer | undefined): TapeRow {
  const { time, market, positionSide, price, usd } = print;
  return {
    ...print,
    key: [time, market, positionSide, price, usd].join(" "),
    exchange: printer ? `${printer.exchangeLabel} ${printer.symbol}` : market,
    tickSize: printer?.tickSize ?? UNKNOWN_TICK,
  };
}

/** What printed, summed over a stretch up to `now` (epoch ms). */
export function forcedSince(rows: readonly TapeRow[], { now, spanMs }: { readonly now: number; readonly spanMs: number }) {
  const sums = { long: 0, short: 0, prints: 0 };
  for (const { time, positionSide, usd } of rows) {
    if (time <= now - spanMs) continue;
    sums[positionSide] += usd;
    sums.prints++;
  }
  return sums;
}

/** What the feeds leave out, a sentence each; none when every one of them shows all. */
export function samplingNotes(printers: readonly Pick<MarketMessage, "exchangeLabel" | "liquidationFeed">[]): readonly string[] {
  const labelsOf = (sampling: string) => [
    ...new Set(printers.filter(({ liquidationFeed }) => (liquidationFeed?.sampling ?? "unknown") === sampling).map(({ exchangeLabel }) => exchangeLabel)),
  ];
  const sampled = labelsOf("one-per-second");
  const unknown = labelsOf("unknown");
  return [
    ...(sampled.length > 0 ? [`${sampled.join(", ")}: sampled, one print a second and symbol at most; bursts were larger.`] : []),
    ...(unknown.length > 0 ? [`${unknown.join(", ")}: how much of what is forced gets printed is not known.`] : []),
  ];
}
