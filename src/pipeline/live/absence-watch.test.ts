import { expect, test } from "vitest";
import { asMs } from "#core/units.ts";
import { createAbsenceWatch } from "./absence-watch.ts";

test("a long silence of everything is noted when it ends, and again when its steps are made", () => {
  let now = 0;
  const noted: (readonly [number, number])[] = [];
  const watch = createAbsenceWatch({ now: () => asMs(now) }, ({ from, to }) => noted.push([from, to]));
  const heard = (at: number) => {
    now = at;
    watch.heard();
  };
  for (const at of [500_000, 501_000, 561_000]) heard(at);
  watch.stepped(560_000);
  expect(noted).toEqual([]);
  heard(700_000);
  expect(noted).toEqual([[561_000, 700_000]]);
  watch.stepped(660_000);
  expect(noted).toHaveLength(1);
  watch.stepped(720_000);
  watch.stepped(780_000);
  expect(noted).toEqual([
    [561_000, 700_000],
    [561_000, 700_000],
  ]);
});
