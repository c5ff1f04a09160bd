import { expect, test } from "vitest";
import { channelAfter } from "./channel-number.ts";

test("channels are numbered from 1, and anew when a frame has no room for more, but for those that are still open", () => {
  const open = new Set<number>();
  let last = 0;
  for (let count = 1; count <= 0xffff; count++) {
    last = channelAfter(last, (number) => open.has(number));
    expect(last).toBe(count);
    if (count === 1 || count === 2) open.add(last);
  }
  expect(channelAfter(last, (number) => open.has(number))).toBe(3);
});
