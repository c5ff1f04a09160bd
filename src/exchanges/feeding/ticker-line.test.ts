import { expect, test } from "vitest";
import { asMs } from "#core/units.ts";
import { createHandClock } from "#exchanges/connection/hand-clock.conformance.ts";
import type { TickerDatum } from "./frame.ts";
import { createTickerLine } from "./ticker-line.ts";

const START = 1_000_000;

function open(restHolds?: true) {
  const clock = createHandClock(START);
  const told: (readonly [afterMs: number, openInterest: number])[] = [];
  let asked = 0;
  const line = createTickerLine({
    instrument: "peer:X",
    clock,
    emit: (events) => told.push(...events.flatMap((event) => (event.kind === "open-interest" ? [[event.time - START, event.openInterest] as const] : []))),
    onNextFunding: () => undefined,
    askAnew: () => asked++,
  });
  const say = (fields: Partial<TickerDatum>): void =>
    line.accept({ kind: "ticker", instrument: "peer:X", time: asMs(clock.now()), ...(restHolds && { restHolds }), ...fields });
  /** A mark a second. */
  const tick = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      await clock.advance(1_000);
      say({ mark: 1 });
    }
  };
  return { clock, line, say, tick, told, asked: () => asked };
}

test("open interest that a stream of changes leaves out has not changed, and is told again", async () => {
  const { say, tick, told, asked } = open(true);
  say({ openInterest: 7 });
  await tick(11);
  expect(told).toEqual([
    [0, 7],
    [5_000, 7],
    [10_000, 7],
  ]);
  expect(asked()).toBe(0);
});

test("where other messages tell open interest, silence about it says nothing", async () => {
  const { say, tick, told } = open();
  say({ openInterest: 7 });
  await tick(11);
  expect(told).toEqual([[0, 7]]);
});

test.each(["broke", "doubted", "silence"] as const)("after %s it is not told again until it is heard, and asked for", async (what) => {
  const { clock, line, say, tick, told, asked } = open(true);
  say({ openInterest: 7 });
  if (what === "silence") await clock.advance(4_000);
  else line[what]();
  await tick(20);
  expect([told, asked()]).toEqual([[[0, 7]], 1]);
  say({ openInterest: 8 });
  await tick(5);
  expect(told.map(([, openInterest]) => openInterest)).toEqual([7, 8, 8]);
});

test("what is held is not told again when a change came that is stamped before it", async () => {
  const { clock, say, tick, told } = open(true);
  say({ openInterest: 7, time: asMs(clock.now() + 2_000) });
  await tick(1);
  say({ openInterest: 8 });
  await tick(20);
  expect(told).toEqual([[2_000, 7]]);
});

test("a change that a mark has overtaken is taken", async () => {
  const { clock, say, tick, told } = open(true);
  say({ openInterest: 7 });
  await tick(1);
  say({ openInterest: 8, time: asMs(clock.now() - 100) });
  await tick(5);
  expect(told.map(([, openInterest]) => openInterest)).toEqual([7, 8]);
});
