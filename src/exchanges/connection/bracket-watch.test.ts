import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "#core/app-error.ts";
import type { InstrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import type { PublishedBrackets } from "#exchanges/exchange.ts";
import { BRACKETS_EVERY_MS, BRACKETS_RETRY_MS, watchBrackets } from "./bracket-watch.ts";
import { type HandClock, createHandClock } from "./hand-clock.conformance.ts";

const START = Date.UTC(2026, 7, 2);

const table = (instrument: InstrumentId, maxLeverage: number, changedAt = 1): PublishedBrackets => ({
  instrument,
  changedAt: asMs(changedAt),
  brackets: [{ floor: 0, cap: 1e6, maxLeverage, maintenanceRate: 0.004, maintenanceAmount: 0 }],
});

describe("a watch on brackets", () => {
  let clock: HandClock;
  let stop: AbortController;
  let done: Promise<void>;
  let answer: readonly PublishedBrackets[] | AppError;
  let reads: number;
  const heard: string[] = [];

  beforeEach(async () => {
    clock = createHandClock(START);
    stop = new AbortController();
    answer = [table("binance:BTCUSDT", 125), table("binance:ETHUSDT", 100)];
    reads = 0;
    heard.length = 0;
    done = watchBrackets({
      read() {
        reads++;
        return answer instanceof AppError ? Promise.reject(answer) : Promise.resolve(answer);
      },
      clock,
      signal: stop.signal,
      onChange: (tables, readAt) =>
        heard.push(`${tables.map(({ instrument, brackets }) => `${instrument} ${brackets[0].maxLeverage}`).join()} at ${readAt - START}`),
      onProblem: (problem) => heard.push(problem),
    });
    await clock.advance(0);
  });
  afterEach(async () => {
    stop.abort();
    await done;
  });

  test("tells at once what there is", () => {
    expect(heard).toEqual(["binance:BTCUSDT 125,binance:ETHUSDT 100 at 0"]);
  });

  test("then tells of the table that changed, and only once", async () => {
    answer = [table("binance:BTCUSDT", 150), table("binance:ETHUSDT", 100, 2)];
    await clock.advance(3 * BRACKETS_EVERY_MS);
    expect(reads).toBe(4);
    expect(heard.slice(1)).toEqual([`binance:BTCUSDT 150 at ${BRACKETS_EVERY_MS}`]);
  });

  test("tries sooner after a failure, says why, and forgets nothing", async () => {
    answer = new AppError("unavailable", "Binance does not serve this location");
    await clock.advance(BRACKETS_EVERY_MS);
    answer = [table("binance:BTCUSDT", 125), table("binance:ETHUSDT", 75)];
    await clock.advance(BRACKETS_RETRY_MS);
    expect(heard.slice(1)).toEqual(["Binance does not serve this location", `binance:ETHUSDT 75 at ${BRACKETS_EVERY_MS + BRACKETS_RETRY_MS}`]);
  });

  test("ends when told to, also in the middle of its sleep", async () => {
    stop.abort();
    await done;
    expect(reads).toBe(1);
  });
});
