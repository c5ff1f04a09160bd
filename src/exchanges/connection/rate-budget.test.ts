import { setMaxListeners } from "node:events";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createHandClock } from "./hand-clock.conformance.ts";
import { createRateBudget } from "./rate-budget.ts";

const never = new AbortController().signal;
setMaxListeners(0, never);

test("no window of any position sees more than the allowance", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 40 }), async (weights) => {
      const clock = createHandClock(1_000);
      const budget = createRateBudget("Peer", { weight: 10, windowMs: 1_000 }, clock);
      const spent: { time: number; weight: number }[] = [];
      for (const weight of weights) void budget.spend(weight, never).then(() => spent.push({ time: clock.now(), weight }));
      await clock.advanceUntil(() => spent.length === weights.length, 1_000);
      expect(spent.map(({ weight }) => weight)).toEqual(weights);
      for (const { time } of spent) {
        const inWindow = spent.filter((each) => each.time >= time && each.time < time + 1_000);
        expect(inWindow.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(10);
      }
    }),
    { numRuns: 30 },
  );
});

test("a pause holds everyone and a long one is refused", async () => {
  const clock = createHandClock(0);
  const budget = createRateBudget("Peer", { weight: 10, windowMs: 1_000 }, clock);
  budget.pauseUntil(30_000);
  let spentAt: number | undefined;
  void budget.spend(1, never).then(() => (spentAt = clock.now()));
  await clock.advanceUntil(() => spentAt !== undefined);
  expect(spentAt).toBe(30_000);
  budget.pauseUntil(3_600_000);
  await expect(budget.spend(1, never)).rejects.toThrow("Peer wants no request for another 3570 s");
});

test("an abort frees whoever waits, and those behind go on", async () => {
  const clock = createHandClock(0);
  const budget = createRateBudget("Peer", { weight: 1, windowMs: 1_000 }, clock);
  await budget.spend(1, never);
  const impatient = new AbortController();
  const first = budget.spend(1, impatient.signal);
  const second = budget.spend(1, never);
  impatient.abort(new Error("enough"));
  await expect(first).rejects.toThrow("enough");
  await clock.advance(1_000);
  await expect(second).resolves.toBeUndefined();
});

test("who leaves something free holds nobody up who does not", async () => {
  const clock = createHandClock(0);
  const budget = createRateBudget("Peer", { weight: 10, windowMs: 1_000 }, clock);
  await budget.spend(7, never);
  const times: Record<string, number> = {};
  void budget.spend(2, never, 3).then(() => (times.patient = clock.now()));
  void budget.spend(2, never).then(() => (times.hurried = clock.now()));
  await clock.advance(0);
  expect(times).toEqual({ hurried: 0 });
  await clock.advance(1_000);
  expect(times).toEqual({ hurried: 0, patient: 1_000 });
});
