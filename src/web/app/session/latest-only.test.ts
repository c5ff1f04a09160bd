import { expect, it } from "vitest";
import { latestOnly } from "./latest-only.ts";

it("works on one input at a time and skips those that were overtaken", async () => {
  const begun: number[] = [];
  const releases: (() => void)[] = [];
  const push = latestOnly((input: number) => {
    begun.push(input);
    return new Promise<void>((resolve) => void releases.push(resolve));
  });
  for (const input of [1, 2, 3]) push(input);
  expect(begun).toEqual([1]);
  releases[0]();
  await expect.poll(() => begun).toEqual([1, 3]);
  releases[1]();
});

it("tells what failed and goes on with the next", async () => {
  const told: unknown[] = [];
  const done: number[] = [];
  const failure = new Error("the server does not answer");
  const push = latestOnly(
    async (input: number) => {
      if (input === 1) throw failure;
      done.push(input);
    },
    (error) => told.push(error),
  );
  push(1);
  push(2);
  await expect.poll(() => done).toEqual([2]);
  push(3);
  await expect.poll(() => done).toEqual([2, 3]);
  expect(told).toEqual([failure]);
});
