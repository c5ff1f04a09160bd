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
