import { readFile, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { CandleEvent, FundingEvent, LiquidationEvent, MarketEvent, OpenInterestEvent } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { printKey } from "#core/print-key.ts";
import { MINUTE_MS, SECOND_MS, asMs } from "#core/units.ts";
import type { Settled } from "./figure-states.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { FundingSettlement } from "#simulator/market/funding.ts";
import { type Bar, markBar, tradedBar } from "#simulator/wire/candle-window.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { Store } from "#storage/store.ts";

/** What came in of one instrument, counted, for what is kept of it to be held against. */
export interface HeardRecord {
  readonly instrument: Instrument;
  hear(event: MarketEvent): void;
  readonly trades: ReadonlyMap<string, number>;
  readonly books: number;
  readonly liquidations: ReadonlySet<string>;
  /** When each sample was heard, by its time. */
  readonly openInterest: ReadonlyMap<number, number>;
  readonly funding: readonly FundingEvent[];
}

/** One instrument at the end: what the store and the tape hold of it. */
export interface KeptResult {
  readonly name: string;
  readonly trades: { readonly heard: number; readonly kept: number; readonly missing: number; readonly surplus: number };
  readonly books: { readonly heard: number; readonly kept: number };
  /** Minutes of the run; `hole`: lost, and shown as a hole. */
  readonly candles: Minutes;
  /** What is made of the marks that were heard may differ in its extremes; `hole`: the traded price stands in. */
  readonly marks: Minutes;
  /** `late`: heard when the step that it belongs to had ended. */
  readonly openInterest: { readonly heard: number; readonly missing: number; readonly late: number; readonly longestPauseMs: number };
  readonly liquidations: { readonly heard: number; readonly missing: number; readonly fetched: number };
  readonly settled: Settled;
  readonly lines: readonly string[];
}

interface Minutes {
  readonly made: number;
  readonly equal: number;
  readonly differing: number;
  readonly hole: number;
  readonly missing: number;
}

export interface KeptIn {
  readonly store: Store;
  readonly hub: Hub;
  readonly tapeFolder: string;
  readonly listings: readonly Listing[];
  /** The exchange keeps bars of the mark price: a minute that the feed missed can be fetched. Otherwise the traded price stands in. */
  readonly keepsMarks: (exchange: string) => boolean;
}

export function createHeardRecord(instrument: Instrument): HeardRecord {
  const trades = new Map<string, number>();
  const liquidations = new Set<string>();
  const openInterest = new Map<number, number>();
  const funding: FundingEvent[] = [];
  let books = 0;
  return {
    instrument,
    trades,
    liquidations,
    openInterest,
    funding,
    get books() {
      return books;
    },
    hear(event) {
      if (event.kind === "trade") add(trades, keyOfTrade(event.time, event.price, event.size, event.takerSide));
      else if (event.kind === "book") books++;
      else if (event.kind === "liquidation") liquidations.add(printKey(event));
      else if (event.kind === "open-interest") openInterest.set(event.time, Date.now());
      else if (event.kind === "funding") funding.push(event);
    },
  };
}

/** Every instrument's record against its exchange's own minutes, for the whole minutes of [from, to). */
export async function readKept(heard: readonly HeardRecord[], kept: KeptIn, { from, to }: { from: number; to: number }): Promise<readonly KeptResult[]> {
  const tape = await readTape(kept.tapeFolder);
  const results: KeptResult[] = [];
  for (const record of heard) results.push(await keptOf(record, { ...kept, tape }, { from: Math.ceil(from / MINUTE_MS), to: Math.floor(to / MINUTE_MS) }));
  return results;
}

export const isKept = ({ trades, books, candles, marks, openInterest, liquidations, settled }: KeptResult): boolean =>
  settled.made * 2 -
    settled.told -
    settled.stored +
    trades.missing +
    trades.surplus +
    candles.differing +
    candles.missing +
    marks.missing +
    openInterest.missing +
    liquidations.missing ===
    0 && books.heard === books.kept;

export function keptTable(results: readonly KeptResult[]): string {
  const group = ["", "tape: trades", "", "", "books", "", "candles", "", "", "", "mark bars", "", "", "open interest", "", "", "", "liquidations", "", ""];
  const heads = ["", "heard", "kept", "lost", "heard", "kept", "minutes", "equal", "hole", "wrong"].concat(
    ["stored", "stand-in", "missing", "heard", "lost", "late", "pause"],
    ["heard", "lost", "fetched"],
  );
  const rows = results.map(({ name, trades, books, candles, marks, openInterest, liquidations }) => [
    name,
    ...[trades.heard, trades.kept, trades.missing + trades.surplus, books.heard, books.kept].map(String),
    ...[candles.made, candles.equal, candles.hole, candles.differing + candles.missing].map(String),
    ...[marks.equal + marks.differing, marks.hole, marks.missing, openInterest.heard, openInterest.missing, openInterest.late].map(String),
    `${(openInterest.longestPauseMs / 1_000).toFixed(0)} s`,
    ...[liquidations.heard, liquidations.missing, liquidations.fetched].map(String),
  ]);
  return [group, heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

interface Tape {
  readonly trades: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly books: ReadonlyMap<string, number>;
}

async function keptOf(
  record: HeardRecord,
  { store, hub, listings, keepsMarks, tape }: KeptIn & { tape: Tape },
  minutes: { from: number; to: number },
): Promise<KeptResult> {
  const id = instrumentId(record.instrument);
  const listing = listings.find(({ exchange, symbol }) => `${exchange}:${symbol}` === id);
  if (listing === undefined) throw new Error(`${id} is not simulated`);
  const range = { from: asMs(minutes.from * MINUTE_MS), to: asMs(Math.min(minutes.to * MINUTE_MS, listing.term.endsAt ?? Infinity)) };
  const stored = {
    candles: [] as CandleEvent[],
    openInterest: [] as OpenInterestEvent[],
    liquidations: [] as LiquidationEvent[],
    funding: [] as FundingEvent[],
  };
  for await (const events of store.readEvents(id, ["candle", "open-interest", "liquidation", "funding"], { from: asMs(0), to: asMs(Number.MAX_SAFE_INTEGER) }))
    for (const event of events) {
      if (event.kind === "candle") stored.candles.push(event);
      else if (event.kind === "open-interest") stored.openInterest.push(event);
      else if (event.kind === "liquidation") stored.liquidations.push(event);
      else if (event.kind === "funding") stored.funding.push(event);
    }
  const isHole = (at: number) => hub.market(id)?.holes.some((hole) => at >= hole.from && at < hole.to) === true;
  const of = (price: CandleEvent["price"]) => new Map(stored.candles.filter((each) => each.price === price).map((each) => [each.openTime as number, each]));
  const made = listing.recorder.funding.filter(({ time }) => time >= range.from && time < range.to);
  const lines: string[] = [];
  const kept = tape.trades.get(id) ?? new Map<string, number>();
  const printed = new Set(stored.liquidations.map(printKey));
  const sampled = new Set(stored.openInterest.map(({ time }) => time as number));
  const known = stored.openInterest.map(({ time }) => time as number).filter((time) => time >= range.from && time < range.to);
  // A bar made of ticks may differ in its extremes.
  const sayMark = (line: string) => line.includes(': "none"') && lines.push(`${id} mark ${line}`);
  const unsampled = [...record.openInterest].filter(([time]) => time >= range.from && time < range.to && !sampled.has(time));
  return {
    name: id,
    trades: { heard: total(record.trades), kept: total(kept), missing: lacking(record.trades, kept), surplus: lacking(kept, record.trades) },
    books: { heard: record.books, kept: tape.books.get(id) ?? 0 },
    candles: compareMinutes(of("last"), { listing, range, isHole, read: tradedBar, say: (line) => lines.push(`${id} ${line}`) }),
    marks: compareMinutes(of("mark"), { listing, range, isHole: keepsMarks(listing.exchange) ? isHole : () => true, read: markBar, say: sayMark }),
    openInterest: {
      heard: record.openInterest.size,
      missing: unsampled.filter(([time, heardAt]) => heardAt < endOfStep(time)).length,
      late: unsampled.filter(([time, heardAt]) => heardAt >= endOfStep(time)).length,
      longestPauseMs: longestPause([range.from, ...known, range.to]),
    },
    liquidations: {
      heard: record.liquidations.size,
      missing: [...record.liquidations].filter((key) => !printed.has(key)).length,
      fetched: [...printed].filter((key) => Number(key.split(" ", 1)[0]) >= range.from && !record.liquidations.has(key)).length,
    },
    settled: {
      made: made.length,
      told: made.filter((settlement) => hasPaid(record.funding, settlement)).length,
      stored: made.filter((settlement) => hasPaid(stored.funding, settlement)).length,
    },
    lines,
  };
}

/** Of a step of a minute; the product waits a moment longer. */
const endOfStep = (time: number): number => time - (time % MINUTE_MS) + MINUTE_MS;

/** Exchanges date a settlement some ms after it was due, and write its rate with six decimals at least. */
const hasPaid = (told: readonly FundingEvent[], { time, rate }: FundingSettlement): boolean =>
  told.some((paid) => Math.abs(paid.time - time) < SECOND_MS && Math.abs(paid.rate - rate) < 5.1e-7);

interface MinutesAsked {
  readonly listing: Listing;
  readonly range: { readonly from: number; readonly to: number };
  readonly isHole: (at: number) => boolean;
  readonly read: (minutes: Listing["recorder"]["minutes"], openTime: number, intervalMs: number) => Bar | undefined;
  readonly say: (line: string) => void;
}

const MOST_SAID = 6;

function compareMinutes(stored: ReadonlyMap<number, CandleEvent>, { listing, range, isHole, read, say }: MinutesAsked): Minutes {
  const counts = { made: 0, equal: 0, differing: 0, hole: 0, missing: 0 };
  for (let at = range.from; at + MINUTE_MS <= range.to; at += MINUTE_MS) {
    const made = read(listing.recorder.minutes, at, MINUTE_MS);
    if (made === undefined) continue;
    counts.made++;
    const kept = stored.get(at);
    if (kept === undefined) counts[isHole(at) ? "hole" : "missing"]++;
    else if (isSameBar(kept, made, listing)) counts.equal++;
    else counts.differing++;
    const isWrong = kept === undefined ? !isHole(at) : !isSameBar(kept, made, listing);
    if (isWrong && counts.missing + counts.differing <= MOST_SAID)
      say(`bar of ${new Date(at).toISOString()}: ${JSON.stringify(kept ?? "none")}, the exchange had ${JSON.stringify(made)}`);
  }
  return counts;
}

const isSameBar = (kept: CandleEvent, made: Bar, { decimals }: Listing): boolean =>
  (["open", "high", "low", "close"] as const).every((field) => isNear(kept[field], Number(decimals.price(made[field])))) &&
  (kept.volume === undefined || isNear(kept.volume, Number(decimals.size(made.volumeLots))));

/** Contracts times their size are not to the last bit what the simulator counts. */
const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b), 1e-9);

const longestPause = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b).reduce((longest, time, i, all) => Math.max(longest, i === 0 ? 0 : time - all[i - 1]), 0);

async function readTape(folder: string): Promise<Tape> {
  const trades = new Map<string, Map<string, number>>();
  const books = new Map<string, number>();
  for (const name of await readdir(folder, { recursive: true })) {
    const kind = /-(trades|books)\.jsonl\.gz$/.exec(basename(name))?.[1];
    if (kind === undefined) continue;
    const exchange = name.slice(0, name.indexOf("/"));
    for (const line of gunzipSync(await readFile(join(folder, name)))
      .toString("utf8")
      .split("\n")) {
      if (line === "") continue;
      const [symbol, time, price, size, takerSide] = JSON.parse(line) as [string, number, number, number, string];
      const id = `${exchange}:${symbol}`;
      if (kind === "books") add(books, id);
      else {
        const ofInstrument = trades.get(id) ?? new Map<string, number>();
        trades.set(id, ofInstrument);
        add(ofInstrument, keyOfTrade(time, price, size, takerSide));
      }
    }
  }
  return { trades, books };
}

/** Joined and not concatenated: of a hundred thousand a minute the pieces would be kept too. */
const keyOfTrade = (...parts: readonly [time: number, price: number, size: number, takerSide: string]): string => parts.join(" ");

const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
const lacking = (all: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number =>
  [...all].reduce((sum, [key, count]) => sum + Math.max(0, count - (others.get(key) ?? 0)), 0);
