import { describe, expect, it } from "vitest";
import type { CandleEvent, MarketEvent } from "#core/events.ts";
import { MINUTE_MS, asMs } from "#core/units.ts";
import { createStepBuilder } from "./step-builder.ts";

const START = Date.UTC(2026, 0, 1);
const instrument = "binance:BTCUSDT" as const;
const at = (minutes: number) => asMs(START + minutes * MINUTE_MS);

function candle(minute: number, of: Partial<CandleEvent> = {}): CandleEvent {
  return {
    kind: "candle",
    instrument,
    price: "last",
    openTime: at(minute),
    intervalMs: MINUTE_MS,
    open: 100,
    high: 102,
    low: 99,
    close: 101,
    volume: 5,
    closed: true,
    ...of,
  };
}

function build(events: readonly MarketEvent[], stepMinutes = 1) {
  const builder = createStepBuilder({ stepMs: asMs(stepMinutes * MINUTE_MS), contract: "linear" });
  return events.flatMap((event) => builder.push(event) ?? []);
}

describe("the step builder", () => {
  it("ends a step with a closed candle of its length and nothing else", () => {
    const steps = build([candle(0, { closed: false }), candle(0, { price: "mark" }), candle(0, { intervalMs: asMs(5 * MINUTE_MS) }), candle(0), candle(1)]);
    expect(steps.map(({ start, durationMs }) => [start, durationMs])).toEqual([
      [at(0), MINUTE_MS],
      [at(1), MINUTE_MS],
    ]);
  });

  it("gives a step what was known at its end, and keeps later stamps for later steps", () => {
    const steps = build([
      { kind: "open-interest", instrument, time: at(1), openInterest: 10 },
      { kind: "open-interest", instrument, time: asMs(at(1) + 1), openInterest: 11 },
      { kind: "funding", instrument, time: asMs(at(1) + 1), rate: 0.0001 },
      candle(0),
      candle(1),
    ]);
    expect(steps.map(({ openInterest, funding }) => [openInterest?.openInterest, funding.length])).toEqual([
      [10, 0],
      [11, 1],
    ]);
  });

  it("leaves out bars of the mark and open interest that came when their step had ended", () => {
    const heardAt = asMs(at(1) + 1);
    const steps = build([
      candle(0),
      candle(0, { price: "mark", heardAt }),
      { kind: "open-interest", instrument, time: asMs(at(0) + 1), openInterest: 10, heardAt },
      candle(1, { price: "mark", high: 200 }),
      candle(1),
    ]);
    expect(steps.map(({ mark, openInterest }) => [mark?.high, openInterest])).toEqual([
      [undefined, undefined],
      [200, undefined],
    ]);
  });

  it("takes the last of several open interests, and none twice", () => {
    const [first, second] = build([
      ...[1, 2, 3].map((value) => ({ kind: "open-interest" as const, instrument, time: asMs(at(0) + value), openInterest: value })),
      candle(0),
      candle(1),
    ]);
    expect([first.openInterest?.openInterest, second.openInterest]).toEqual([3, undefined]);
  });

  it("joins mark candles that cover the step, and only those", () => {
    const marks = Array.from({ length: 5 }, (_, minute) =>
      candle(minute, { price: "mark", open: 100 + minute, high: 103 + minute, low: 98 + minute, close: 101 + minute }),
    );
    const whole = candle(0, { intervalMs: asMs(5 * MINUTE_MS) });
    expect(build([...marks, whole], 5)[0].mark).toEqual({ open: 100, high: 107, low: 98, close: 105 });
    expect(build([...marks.slice(1), whole], 5)[0].mark).toBeUndefined();
    expect(build([marks[0], marks[1], marks[3], marks[4], whole], 5)[0].mark).toBeUndefined();
  });

  it("sums prints by side, a sum when its interval has ended, and tells silence from no feed", () => {
    const print = { kind: "liquidation" as const, instrument, price: 100, size: 2 };
    const steps = build([
      candle(0),
      { ...print, time: asMs(at(1) + 5), positionSide: "long" },
      { ...print, time: asMs(at(1) + 6), positionSide: "short" },
      { kind: "liquidation-sum", instrument, openTime: at(1), intervalMs: asMs(2 * MINUTE_MS), longUsd: 7, shortUsd: 8 },
      candle(1),
      candle(2),
      candle(3),
    ]);
    expect(steps.map(({ printed }) => printed)).toEqual([
      undefined,
      { longUsd: 200, shortUsd: 200, overMs: MINUTE_MS },
      { longUsd: 7, shortUsd: 8, overMs: 2 * MINUTE_MS },
      { longUsd: 0, shortUsd: 0, overMs: MINUTE_MS },
    ]);
    expect(steps[1].prints).toEqual([
      { side: 0, usd: 200, price: 100, size: 2 },
      { side: 1, usd: 200, price: 100, size: 2 },
    ]);
  });

  it("knows nothing of what printed until a sum's interval has ended", () => {
    const hour = { kind: "liquidation-sum" as const, instrument, intervalMs: asMs(2 * MINUTE_MS), longUsd: 7, shortUsd: 0 };
    const steps = build([{ ...hour, openTime: at(0) }, candle(0), candle(1), candle(2), { ...hour, openTime: at(2) }, candle(3)]);
    expect(steps.map(({ printed }) => printed?.longUsd)).toEqual([undefined, 7, undefined, 7]);
  });

  it("shows what a forming candle would make without using anything up", () => {
    const builder = createStepBuilder({ stepMs: MINUTE_MS, contract: "linear" });
    builder.push({ kind: "open-interest", instrument, time: asMs(at(0) + 1), openInterest: 9 });
    const peeked = builder.peek(candle(0, { closed: false }));
    expect(peeked).toEqual(builder.push(candle(0)));
  });
});
