import { expect, test } from "vitest";
import type { BookEvent } from "#core/events.ts";
import { asMs } from "#core/units.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import { createStreamMonitor } from "#exchanges/connection/stream-monitor.ts";
import { createBookWatch } from "./book-watch.ts";

function open() {
  const clock = createHandClock(1_000_000);
  const monitor = createStreamMonitor({ stream: "book", instrument: undefined, staleAfterMs: undefined }, clock);
  let asked = 0;
  const watch = createBookWatch({ monitor, clock, askAnew: () => asked++ });
  const event = (size: number, snapshot: boolean): BookEvent => ({
    kind: "book",
    instrument: "peer:X",
    time: asMs(clock.now()),
    snapshot,
    bids: size === 0 ? [] : [[100, size]],
    asks: size === 0 ? [] : [[101, size]],
  });
  const picture = (size: number) => watch.told(event(size, true));
  const update = (size: number) => watch.told(event(size, false));
  /** A second at a time, with what comes in each. */
  async function seconds(count: number, each: () => void): Promise<void> {
    for (let second = 0; second < count; second++) {
      await clock.advance(1_000);
      each();
    }
  }
  return { watch, clock, picture, update, seconds, asked: () => asked, health: () => monitor.health() };
}

test("a book that trades leave as it was is said to stand still, and asked for anew once a minute", async () => {
  const { watch, picture, seconds, asked, health } = open();
  const trade = () => {
    picture(7);
    watch.traded(2);
  };
  trade();
  await seconds(14, trade);
  expect([health().gaps, asked()]).toEqual([0, 0]);
  await seconds(2, trade);
  expect([health().gaps, asked()]).toEqual([1, 1]);
  expect(health().problem).toMatch(/^the book stands still since 1970\S+ though 32 trades were made, asking for it anew$/);
  await seconds(60, trade);
  expect([health().gaps, asked()]).toEqual([1, 2]);
  picture(8);
  expect(health().problem).toBe("the book moves again");
});

test("updates of nothing do not make a book move, updates of something do", async () => {
  const { watch, picture, update, seconds, health } = open();
  picture(7);
  await seconds(20, () => {
    update(1);
    watch.traded(2);
  });
  expect(health().gaps).toBe(0);
  await seconds(20, () => {
    update(0);
    watch.traded(2);
  });
  expect(health().gaps).toBe(1);
});

test("a quiet market, one whose book is on its way, and trades that were fetched for a broken line are none", async () => {
  const { watch, picture, seconds, health } = open();
  watch.traded(100);
  picture(7);
  await seconds(60, () => picture(7));
  watch.traded(4);
  watch.broke();
  await seconds(60, () => undefined);
  watch.traded(100);
  expect(health().gaps).toBe(0);
});
