// What the five adapters tell under every fault, against what the simulated exchanges sent, trade by trade, liquidation by liquidation, book by book:
// npm run bench -- nothing-lost [--minutes 60] [--seed 7] [--coins BTC] [--exchanges binance,okx] [--only disconnect,truncated] [--without delisted]
// The same seed gives the same market and the same faults at the same moments; how they meet is the machine's. Ends with 1 when something is lost, told
// twice or told wrong without a counted gap.
import { parseArgs } from "node:util";
import { instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, SECOND_MS } from "#core/units.ts";
import { CONTRACT_CLASSES, type Exchange } from "#exchanges/exchange.ts";
import { createExchanges, hostsFrom } from "#exchanges/registry.ts";
import { VENUES } from "#simulator/registry.ts";
import { type SimulatedExchanges, startSimulatedExchanges } from "#simulator/simulated-exchanges.ts";
import type { Fault } from "#simulator/wire/fault.ts";
import type { Publication } from "#simulator/wire/journal.ts";
import { FAULT_KINDS, planFaults } from "./nothing-lost/fault-schedule.ts";
import { figureTable } from "./nothing-lost/figure-states.ts";
import { type FollowOptions, type FollowedInstrument, followInstrument } from "./nothing-lost/followed-instrument.ts";
import { type HeardRecord, createHeardRecord, isKept, keptTable, readKept } from "./nothing-lost/kept-record.ts";
import { type RecordingHub, openRecordingHub } from "./nothing-lost/recording-hub.ts";
import { isEven, resultOf, tableOf } from "./nothing-lost/verdict.ts";

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    minutes: { type: "string", default: "60" },
    seed: { type: "string", default: "7" },
    coins: { type: "string", default: "BTC" },
    exchanges: { type: "string" },
    only: { type: "string" },
    without: { type: "string", default: "" },
  },
});
const durationMs = Number(values.minutes) * MINUTE_MS;
const exchangeIds = values.exchanges?.split(",") ?? VENUES.map(({ declaration }) => declaration.exchange);
const coins = values.coins.split(",");
const only = new Set<string>(values.only?.split(",") ?? FAULT_KINDS);
const leftOut = new Set(values.without.split(","));
const without = FAULT_KINDS.filter((kind) => leftOut.has(kind) || !only.has(kind));

/** Repairs that wait for a minute's bar, or for a rate limit, are done by then. */
const SETTLE_MS = 100 * SECOND_MS;
const LOOK_EVERY_MS = 250;
/** Faults. */
const REPORT_EVERY = 30;
/** Of the others every order is told as a whole. */
const TELLS: Readonly<Record<string, FollowOptions["liquidations"]>> = { binance: "filled", hyperliquid: "fills of accounts" };

const startedAt = Date.now();
const followed = new Map<string, FollowedInstrument>();
const heard = new Map<string, HeardRecord>();
const injected: Fault[] = [];
/** What is published later is not judged any more. */
let comparedTo = Infinity;
const problems = new Map<string, number>();
process.on("unhandledRejection", (error) => {
  note(`unhandled rejection: ${String(error)}`);
  process.exitCode = 1;
});

const market = await startSimulatedExchanges({
  seed: values.seed,
  coins,
  exchanges: exchangeIds,
  now: startedAt,
  historyDays: 0,
  host: "127.0.0.1",
  port: 0,
  journalEntries: 1_024,
  onPublished: (publication) => followed.get(idOf(publication))?.publish(publication, Date.now()),
});
const exchanges = createExchanges(exchangeIds, hostsFrom(market.hosts));
await Promise.all(exchanges.map((exchange) => expect(exchange, market)));
const recording: RecordingHub = await openRecordingHub({
  exchanges,
  coins,
  onProblem: note,
  onEvents(events) {
    for (const event of events) {
      followed.get(event.instrument)?.hear(event);
      heard.get(event.instrument)?.hear(event);
    }
  },
});
const looking = setInterval(look, LOOK_EVERY_MS);
const residentMb: number[] = [];
/** What the tape said of its disk, by how many looks saw it. */
const tapeProblems = new Map<string, number>();
const weighing = setInterval(() => residentMb.push(Math.round(process.memoryUsage.rss() / 2 ** 20)), MINUTE_MS);
await live();
const beginsAt = Date.now();
console.log(`${followed.size} instruments of ${exchangeIds.join(", ")} live after ${((beginsAt - startedAt) / SECOND_MS).toFixed(1)} s`);
const schedule = planFaults({ seed: values.seed, durationMs, exchanges: exchangeIds, leaves: leavingListing(), without });
for (const [nth, { afterMs, requests }] of schedule.entries()) {
  await pause(beginsAt + afterMs - Date.now());
  injected.push(...market.faults.inject(requests));
  if (nth % REPORT_EVERY === REPORT_EVERY - 1) report(`${nth + 1} of ${schedule.length} faults`);
}
await pause(beginsAt + durationMs - Date.now());
market.faults.clear();
comparedTo = Date.now();
await pause(SETTLE_MS);
look();
report(`the whole of ${values.minutes} min, seed ${values.seed}, ${schedule.length} faults of ${new Set(injected.map(({ kind }) => kind)).size} kinds`);
clearInterval(looking);
clearInterval(weighing);
const isTold = results().every(isEven);
const stopMs = await recording.stop();
const kept = await readKept([...heard.values()], { ...recording, listings: market.listings, keepsMarks }, { from: beginsAt, to: comparedTo });
console.log(`\nWhat the store and the tape hold of it:\n${keptTable(kept)}`);
const figures = kept.map(({ name, settled }) => ({ name, settled, figures: figuresOf(name) }));
console.log(`\nFigures told, against what the exchange had at that time:\n${figureTable(figures)}`);
for (const { name, figures: told } of figures) for (const line of told.wrong) console.log(`${name} ${line}: the exchange never had it`);
for (const { lines } of kept) for (const line of lines) console.log(line);
const { recorder, tape } = recording.hub.status();
const unwritten = [...tapeProblems].map(([problem, times]) => ` (${times}x ${problem})`).join("");
const waiting = `${recorder.queued} wait, ${recorder.shed} shed, ${recorder.refused} refused, ${tape?.trades?.lost ?? 0} lines of the tape lost${unwritten}`;
console.log(`\nrecorder: ${waiting}${recorder.problem === undefined ? "" : `, ${recorder.problem}`}`);
console.log(`stop of hub, recorder and tape: ${stopMs.toFixed(0)} ms; resident MB, every minute: ${residentMb.join(" ")}`);
for (const [problem, times] of problems) console.log(`${times}x ${problem}`);
if (!isTold || !kept.every(isKept) || figures.some(({ figures: told }) => told.wrong.length > 0)) process.exitCode = 1;
await recording.remove();
await market.stop();

function figuresOf(name: string): FollowedInstrument["figures"] {
  const instrument = followed.get(name);
  if (instrument === undefined) throw new Error(`${name} was not followed`);
  return instrument.figures;
}

function keepsMarks(id: string): boolean {
  return exchanges.find(({ declaration }) => declaration.id === id)?.declaration.history["mark-candles"] !== undefined;
}

/** What is listed is to be heard of. */
async function expect(exchange: Exchange, { listings }: SimulatedExchanges): Promise<void> {
  const instruments = await exchange.instruments({ coins, contracts: CONTRACT_CLASSES }, AbortSignal.timeout(20_000));
  const { id } = exchange.declaration;
  const mine = listings.filter((listing) => listing.exchange === id);
  if (instruments.length !== mine.length) note(`${id} lists ${mine.length} instruments, ${instruments.length} were found`);
  const since = Date.now();
  for (const instrument of instruments) {
    followed.set(instrumentId(instrument), followInstrument(instrument, { liquidations: TELLS[id] ?? "order", since }));
    heard.set(instrumentId(instrument), createHeardRecord(instrument));
  }
}

/** A dated future or an inverse contract: its coin goes on being traded at the same exchange. */
function leavingListing(): { exchange: string; symbol: string } | undefined {
  const instruments = [...followed.values()].map(({ instrument }) => instrument);
  const leaving = instruments.find(({ expiry }) => expiry !== undefined) ?? instruments.find(({ contract }) => contract === "inverse");
  return leaving && { exchange: leaving.exchange, symbol: leaving.symbol };
}

async function live(): Promise<void> {
  const isFilled = () => recording.hub.markets().every(({ backfill }) => backfill.state === "done");
  const isLive = () => isFilled() && [...followed.values()].every(({ trades, books }) => trades.counts.told > 0 && books.counts.equal > 0);
  while (!isLive()) {
    if (Date.now() - startedAt > 2 * MINUTE_MS) throw new Error("not everything is live after two minutes");
    await pause(LOOK_EVERY_MS);
  }
}

function look(): void {
  const at = Date.now();
  const unwritten = recording.hub.status().tape?.trades?.problem;
  if (unwritten !== undefined) tapeProblems.set(unwritten, (tapeProblems.get(unwritten) ?? 0) + 1);
  for (const [id, feeds] of recording.feeds) {
    const health = feeds.flatMap((feed) => feed.health());
    for (const [name, instrument] of followed) if (name.startsWith(`${id}:`)) instrument.look(health, at);
  }
}

function results() {
  const to = Math.min(comparedTo, Date.now() - SETTLE_MS);
  return [...followed.values()].map((instrument) => resultOf(instrument, { from: beginsAt, to, faults: injected }));
}

function report(what: string): void {
  const { rss } = process.memoryUsage();
  console.log(`\n${new Date().toISOString()} ${what}; ${(rss / 2 ** 20).toFixed(0)} MB\n${tableOf(results())}`);
  for (const result of results()) for (const line of result.lines) console.log(line);
}

function note(problem: string): void {
  problems.set(problem, (problems.get(problem) ?? 0) + 1);
}

function idOf({ listing: { exchange, symbol } }: Publication): string {
  return `${exchange}:${symbol}`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
