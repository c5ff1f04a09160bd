import { instrumentId } from "#core/instrument.ts";
import { SECOND_MS } from "#core/units.ts";
import { type Fault, concerns } from "#simulator/wire/fault.ts";
import type { SentLiquidation, SentTrade } from "#simulator/wire/journal.ts";
import type { Balance, Surplus } from "./balance.ts";
import type { FollowedInstrument, Published } from "./followed-instrument.ts";
import { reconcileParts } from "./told-in-parts.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly faults: readonly Fault[];
}

/** One stream of one instrument: everything that was sent is told, or never reached the line while a gap was counted. */
export interface TapeResult {
  readonly sent: number;
  readonly told: number;
  /** Of a stream that the exchange does not have. */
  readonly unpublished: number;
  /** Never delivered whole, and a gap is counted. */
  readonly gap: number;
  /** Missing, and neither. */
  readonly unexplained: number;
  readonly twice: number;
  readonly gaps: number;
}

export interface Result {
  readonly name: string;
  readonly trades: TapeResult;
  readonly liquidations: TapeResult;
  readonly books: { readonly sent: number; readonly equal: number; readonly differing: number; readonly untold: number };
  /** Examples of what is not even. */
  readonly lines: readonly string[];
}

type Entry = SentTrade | SentLiquidation;

/** A line that breaks may take with it what was written to it in the moment before. */
const IN_FLIGHT_MS = 2 * SECOND_MS;
const BACK_WITHIN_MS = 20 * SECOND_MS;
/** Within so long a loss must have been counted. */
const SHOWN_WITHIN_MS = 90 * SECOND_MS;
const MOST_LINES = 12;

export function resultOf(followed: FollowedInstrument, span: Span): Result {
  const name = instrumentId(followed.instrument);
  const lines: string[] = [];
  const tape = (stream: "trades" | "liquidations"): TapeResult => {
    const balance: Balance<Published<Entry>> = followed[stream];
    const { missing: untold, surplus } =
      stream === "trades"
        ? reconcileParts(followed.trades.missing(), sinceStart(balance, span))
        : { missing: balance.missing(), surplus: sinceStart(balance, span) };
    const missing = untold.filter(({ at }) => at >= span.from && at <= span.to);
    const isPublished = followed.carries(stream);
    const unexplained = isPublished ? missing.filter((each) => !isExplained(followed, stream, each)) : [];
    for (const { entry, at } of unexplained.slice(0, MOST_LINES)) lines.push(`${name} ${stream} lost: ${toldOf(entry, at)}; ${faultsAt(span, entry, at)}`);
    for (const { key } of surplus.slice(0, MOST_LINES)) lines.push(`${name} ${stream} told and not sent, or twice: ${key}`);
    return {
      sent: balance.counts.sent,
      told: balance.counts.told,
      unpublished: isPublished ? 0 : missing.length,
      gap: isPublished ? missing.length - unexplained.length : 0,
      unexplained: unexplained.length,
      twice: surplus.length,
      gaps: followed.gaps(stream),
    };
  };
  const [trades, liquidations] = [tape("trades"), tape("liquidations")];
  lines.push(...followed.books.differing.map((book) => `book differs: ${book}`));
  return { name, trades, liquidations, books: { ...followed.books.counts }, lines };
}

export const isEven = ({ trades, liquidations, books }: Result): boolean =>
  books.differing === 0 && [trades, liquidations].every(({ unexplained, twice }) => unexplained + twice === 0);

export function tableOf(results: readonly Result[]): string {
  const group = ["", "trades", "", "", "", "", "", "liquidations", "", "", "", "", "", "", "books", "", ""];
  const tape = ["sent", "told", "gap", "unexpl.", "twice", "gaps"];
  const heads = [""].concat(tape, ["sent", "told", "no feed"], tape.slice(2), ["states", "equal", "differ"]);
  const rows = results.map(({ name, trades, liquidations, books }) => {
    const traded = [trades.sent, trades.told, trades.gap, trades.unexplained, trades.twice, trades.gaps];
    const forced = [liquidations.sent, liquidations.told, liquidations.unpublished, liquidations.gap];
    return [name].concat(
      traded.concat(forced, liquidations.unexplained, liquidations.twice, liquidations.gaps, books.sent, books.equal, books.differing).map(String),
    );
  });
  return [group, heads, heads.map(() => "---")]
    .concat(rows)
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function isExplained(followed: FollowedInstrument, stream: "trades" | "liquidations", { entry, at }: Published<Entry>): boolean {
  const delivered = entry.listeners > 0 && entry.withheld === undefined;
  if (delivered && !followed.broke(stream, at - IN_FLIGHT_MS, at + BACK_WITHIN_MS)) return false;
  return followed.isShown(stream, at - SECOND_MS, at + SHOWN_WITHIN_MS);
}

/** What is older was sent before anybody listened. */
const sinceStart = (balance: Balance<Published<Entry>>, { from }: Span): readonly Surplus[] => balance.surplus().filter(({ time }) => time >= from);

function toldOf(entry: Entry, at: number): string {
  const what = entry.kind === "trades" ? `${entry.takerSide} ${entry.size} at ${entry.price}, id ${entry.id}` : `${entry.positionSide} ${entry.size}`;
  return `${what}, stamped ${new Date(entry.time).toISOString()}, published ${new Date(at).toISOString()}, ${entry.listeners} listened, withheld by ${entry.withheld ?? "nothing"}`;
}

function faultsAt({ faults }: Span, { exchange, symbol }: Entry, at: number): string {
  const near = faults.filter(
    (fault) => concerns({ ...fault, stream: undefined }, { exchange, symbol }) && at >= fault.from - IN_FLIGHT_MS && at <= fault.until + 10 * SECOND_MS,
  );
  return near
    .map(
      ({ kind, stream = "all", from, until }) => `${kind} of ${stream} ${((at - from) / SECOND_MS).toFixed(1)} of ${((until - from) / SECOND_MS).toFixed(1)} s`,
    )
    .join(", ");
}
