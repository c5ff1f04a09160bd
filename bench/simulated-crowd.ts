// What a week of BTC, ETH and SOL costs on five exchanges over what it costs on one: npm run bench -- simulated-crowd
// Processor time, in alternation, of the same traders: once all on one instrument, once spread over eight.
import { DAY_MS } from "#core/units.ts";
import { USDM_DECLARATION } from "#simulator/binance/declaration.ts";
import { createCrowd } from "#simulator/market/crowd.ts";
import { createRecorder } from "#simulator/market/recorder.ts";
import { VENUES } from "#simulator/registry.ts";

const COINS = ["BTC", "ETH", "SOL"];
const DAYS = 7;
const ROUNDS = 3;
const start = Date.UTC(2026, 0, 1);
const shared = { seed: "7", start, keepDays: DAYS + 1 };

function onOne(coin: string): number {
  const recorder = createRecorder({ ...shared, coin, exchange: USDM_DECLARATION });
  recorder.advanceTo(start + DAYS * DAY_MS);
  return recorder.trades.nextId;
}

function onAll(coin: string): number {
  const crowd = createCrowd({ ...shared, coin, instruments: VENUES.flatMap(({ declaration }) => declaration.instruments(coin, start)) });
  crowd.advanceTo(start + DAYS * DAY_MS);
  return crowd.recorders.reduce((sum, { trades }) => sum + trades.nextId, 0);
}

function cost(run: (coin: string) => number): { seconds: number; trades: number } {
  const before = process.cpuUsage();
  const trades = COINS.reduce((sum, coin) => sum + run(coin), 0);
  return { seconds: process.cpuUsage(before).user / 1e6, trades };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

const rounds = Array.from({ length: ROUNDS }, () => ({ one: cost(onOne), all: cost(onAll) }));
const [{ one, all }] = rounds;
const [oneSeconds, allSeconds] = [median(rounds.map((round) => round.one.seconds)), median(rounds.map((round) => round.all.seconds))];
const ratios = rounds.map((round) => round.all.seconds / round.one.seconds);
console.log(`${DAYS} d of ${COINS.join(", ")}: one exchange ${oneSeconds.toFixed(2)} s, ${(one.trades / 1e6).toFixed(1)} M trades`);
console.log(`five exchanges, eight instruments each: ${allSeconds.toFixed(2)} s, ${(all.trades / 1e6).toFixed(1)} M trades`);
console.log(`ratio: median ${median(ratios).toFixed(2)}, ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)} of ${ROUNDS} rounds`);
