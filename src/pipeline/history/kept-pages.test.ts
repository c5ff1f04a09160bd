import { expect, test } from "vitest";
import type { FundingEvent } from "#core/events.ts";
import { type Ms, asMs } from "#core/units.ts";
import { keepPages } from "./kept-pages.ts";

const fundingAt = (time: number): FundingEvent => ({ kind: "funding", instrument: "binance:BTCUSDT", time: asMs(time), rate: 0 });

/** A store that answers when it is told to. */
function slowStore() {
  const asked: { readonly times: readonly number[]; readonly until: Ms; readonly answer: (problem?: Error) => void }[] = [];
  const pages = keepPages(
    (events, until) =>
      new Promise((resolve, reject) => {
        const times = events.map((event) => (event.kind === "funding" ? event.time : NaN));
        asked.push({ times, until, answer: (problem) => (problem ? reject(problem) : resolve()) });
      }),
  );
  return { pages, asked };
}

test("what comes while the store is busy goes in together, in order and up to the last page's end", async () => {
  const { pages, asked } = slowStore();
  await pages.put([fundingAt(1)], asMs(2));
  await pages.put([fundingAt(3)], asMs(4));
  await pages.put([], asMs(6));
  expect(asked).toMatchObject([{ times: [1], until: 2 }]);
  const done = pages.done();
  asked[0].answer();
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[1]).toMatchObject({ times: [3], until: 6 });
  asked[1].answer();
  await done;
  await pages.put([fundingAt(7)], asMs(8));
  expect(asked[2]).toMatchObject({ times: [7], until: 8 });
});

test("what waits for a store that is too slow is bounded", async () => {
  const { pages, asked } = slowStore();
  await pages.put([fundingAt(1)], asMs(2));
  let hasRoom = false;
  const many = pages.put(
    Array.from({ length: 10_001 }, (_, at) => fundingAt(at + 2)),
    asMs(20_000),
  );
  void many.then(() => (hasRoom = true));
  asked[0].answer();
  await expect.poll(() => asked.length).toBe(2);
  expect(hasRoom).toBe(false);
  asked[1].answer();
  await many;
});

test("a failure of the store is told to whoever waits for the end, and nothing is stored after it", async () => {
  const { pages, asked } = slowStore();
  await pages.put([fundingAt(1)], asMs(2));
  asked[0].answer(new Error("the disk is full"));
  await expect(pages.done()).rejects.toThrow("the disk is full");
  await pages.put([fundingAt(3)], asMs(4));
  await expect(pages.done()).rejects.toThrow("the disk is full");
  expect(asked).toHaveLength(1);
});
