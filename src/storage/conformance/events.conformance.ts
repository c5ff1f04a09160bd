import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { knownAt } from "#core/events.ts";
import { DAY_MS, HOUR_MS, asMs } from "#core/units.ts";
import type { StoreUnderTest } from "#storage/store.conformance.ts";
import { STORED_KINDS, type StoredEvent } from "#storage/store.ts";
import { BTC, ETH, START, allEvents, candle, minute, oneOfEach } from "./samples.conformance.ts";

/** For every kind that can be contradicted: the same key with another value. */
const contradictions: readonly StoredEvent[] = [
  candle(0, { close: 101 }),
  candle(0, { volume: 1e-9 }),
  candle(0, { takerBuyVolume: 0 }),
  { ...oneOfEach(0).funding, rate: 0 },
  { ...oneOfEach(0)["open-interest"], openInterest: 0 },
  { ...oneOfEach(0)["liquidation-sum"], longUsd: 1 },
  { ...oneOfEach(0).ratio, ratio: 1.7500000000000002 },
  { ...oneOfEach(0).brackets, brackets: oneOfEach(0).brackets.brackets.slice(0, 1) },
];

export function eventsConformance(subject: StoreUnderTest): void {
  it("returns every kind of event as it was given, after reopening", async () => {
    const given = [
      ...Object.values(oneOfEach(0)),
      candle(0, { price: "mark" }),
      candle(1, { volume: 0, takerBuyVolume: 1.25 }),
      { ...oneOfEach(2).liquidation, positionSide: "short", orderPrice: 67_010 } as const,
    ];
    expect(await subject.store.appendEvents(given)).toEqual({ added: given.length, duplicates: 0 });
    await subject.reopen();
    const read = await allEvents(subject.store, STORED_KINDS);
    expect(read).toHaveLength(given.length);
    expect(read).toEqual(expect.arrayContaining(given));
  });

  it("counts what is there already, in the batch and in the store", async () => {
    const events = [candle(0), candle(1), candle(0), oneOfEach(0).funding];
    expect(await subject.store.appendEvents(events)).toEqual({ added: 3, duplicates: 1 });
    expect(await subject.store.appendEvents([...events, candle(2)])).toEqual({ added: 1, duplicates: 4 });
    expect(await subject.store.appendEvents([])).toEqual({ added: 0, duplicates: 0 });
    expect(await allEvents(subject.store, ["candle"])).toEqual([candle(0), candle(1), candle(2)]);
  });

  describe("refuses a contradiction and stores nothing of its batch", () => {
    for (const [i, contradiction] of contradictions.entries()) {
      it(`${contradiction.kind} ${i}`, async () => {
        const original = oneOfEach(0)[contradiction.kind];
        await subject.store.appendEvents([original]);
        const refused = subject.store.appendEvents([oneOfEach(1).funding, candle(1), contradiction]);
        await expect(refused).rejects.toMatchObject({
          name: "AppError",
          code: "conflict",
          message: expect.stringContaining(`${contradiction.kind} of ${BTC}`),
        });
        expect(await allEvents(subject.store, STORED_KINDS)).toEqual([original]);
      });
    }

    it("within one batch", async () => {
      await expect(subject.store.appendEvents([candle(3), candle(0), candle(0, { high: 999 })])).rejects.toMatchObject({ code: "conflict" });
      expect(await allEvents(subject.store, ["candle"])).toEqual([]);
      expect(await subject.store.appendEvents([candle(0, { high: 999 })])).toEqual({ added: 1, duplicates: 0 });
    });
  });

  it("takes identical liquidations for one order and keeps different ones of one instant in order of arrival", async () => {
    const order = oneOfEach(0).liquidation;
    const others = [{ ...order, size: 9 }, { ...order, size: 1 }, { ...order, orderPrice: 66_000 }, order] as const;
    expect(await subject.store.appendEvents([...others, order])).toEqual({ added: 4, duplicates: 1 });
    expect(await subject.store.appendEvents([{ ...order, size: 5 }])).toEqual({ added: 1, duplicates: 0 });
    expect(await allEvents(subject.store, ["liquidation"])).toEqual([...others, { ...order, size: 5 }]);
  });

  it("keeps equal liquidations that are numbered, each once", async () => {
    const order = oneOfEach(0).liquidation;
    const three = [order, { ...order, ordinal: 1 }, { ...order, ordinal: 2 }] as const;
    expect(await subject.store.appendEvents(three)).toEqual({ added: 3, duplicates: 0 });
    expect(await subject.store.appendEvents([...three, { ...order, ordinal: 3 }])).toEqual({ added: 1, duplicates: 3 });
    expect(await allEvents(subject.store, ["liquidation"])).toEqual([...three, { ...order, ordinal: 3 }]);
  });

  it("refuses candles of a second interval and says which one is stored", async () => {
    await subject.store.appendEvents([candle(0)]);
    const hourly = candle(60, { intervalMs: HOUR_MS });
    await expect(subject.store.appendEvents([hourly])).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("stored at 1 min") });
    await expect(subject.store.appendEvents([candle(1, { instrument: ETH }), { ...hourly, instrument: ETH }])).rejects.toMatchObject({ code: "conflict" });
    expect(
      await subject.store.appendEvents([
        { ...hourly, price: "mark" },
        { ...hourly, instrument: ETH },
      ]),
    ).toEqual({ added: 2, duplicates: 0 });
  });

  it("refuses a candle that is still forming", async () => {
    await expect(subject.store.appendEvents([candle(0), candle(1, { closed: false })])).rejects.toMatchObject({ code: "bad-input" });
    expect(await allEvents(subject.store, ["candle"])).toEqual([]);
  });

  it("reads kinds merged in the order in which they became known, candles last, the traded one after the mark", async () => {
    const mark = candle(0, { price: "mark" });
    const { funding, "open-interest": openInterest, ratio, liquidation } = oneOfEach(1);
    await subject.store.appendEvents([candle(0), candle(1), mark, funding, openInterest, ratio, liquidation, oneOfEach(0)["liquidation-sum"]]);
    const read = await allEvents(subject.store, STORED_KINDS);
    expect(
      read
        .map(({ kind }) => kind)
        .slice(0, 5)
        .sort(),
    ).toEqual(["funding", "liquidation", "liquidation-sum", "open-interest", "ratio"]);
    expect(read.slice(5)).toEqual([mark, candle(0), candle(1)]);
  });

  it("reads what came late when it was heard, and once", async () => {
    const heardAt = asMs(minute(3) + 1);
    const mark = candle(0, { price: "mark", heardAt });
    const sample = { ...oneOfEach(0)["open-interest"], heardAt };
    await subject.store.appendEvents([candle(0), candle(1), candle(2), candle(3), mark, sample]);
    expect(await allEvents(subject.store, ["open-interest", "candle"])).toEqual([candle(0), candle(1), candle(2), sample, mark, candle(3)]);
    const inTime = [candle(0, { price: "mark" }), oneOfEach(0)["open-interest"]];
    expect(await subject.store.appendEvents(inTime)).toEqual({ added: 0, duplicates: 2 });
  });

  it("reads by own time, start inclusive and end exclusive, only what was asked for", async () => {
    const each = [0, 1, 2, 3].flatMap((i) => Object.values(oneOfEach(i)));
    await subject.store.appendEvents([...each, candle(1, { instrument: ETH })]);
    const range = { from: minute(1), to: minute(3) };
    expect(await allEvents(subject.store, ["candle"], { range })).toEqual([candle(1), candle(2)]);
    expect(await allEvents(subject.store, ["ratio", "funding"], { range })).toHaveLength(4);
    expect(await allEvents(subject.store, STORED_KINDS, { instrument: ETH })).toEqual([candle(1, { instrument: ETH })]);
    expect(await allEvents(subject.store, STORED_KINDS, { range: { from: minute(4), to: minute(9) } })).toEqual([]);
  });

  it("reads a long history in several batches, over a gap", async () => {
    const days = Array.from({ length: 60 }, (_, i) => (i < 30 ? i : i + 370));
    const events = days.flatMap((day) => [candle(day * 1440), { ...oneOfEach(0).funding, time: asMs(START + day * DAY_MS) } as const]);
    await subject.store.appendEvents(events);
    const sizes: number[] = [];
    for await (const batch of subject.store.readEvents(BTC, ["candle", "funding"], { from: START, to: asMs(START + 500 * DAY_MS) })) sizes.push(batch.length);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(events.length);
    expect(Math.max(...sizes)).toBeLessThan(events.length / 4);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  });

  it("tells first and last time of a kind", async () => {
    await subject.store.appendEvents([candle(5), candle(2), oneOfEach(9).funding]);
    expect(await subject.store.extent(BTC, "candle")).toEqual({ from: minute(2), to: minute(5) + 1 });
    expect(await subject.store.extent(BTC, "ratio")).toBeUndefined();
    expect(await subject.store.extent(ETH, "candle")).toBeUndefined();
  });

  it("serialises appends that nobody waits for", async () => {
    const reports = await Promise.all(Array.from({ length: 20 }, (_, i) => subject.store.appendEvents([candle(i), candle(i + 1)])));
    expect(reports.map(({ added }) => added)).toEqual([2, ...Array(19).fill(1)]);
    expect(await subject.store.extent(BTC, "candle")).toEqual({ from: minute(0), to: minute(20) + 1 });
  });

  it("holds the same history however it was cut and shuffled", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 72, maxLength: 72 }), fc.integer({ min: 8, max: 40 }), async (order, batchSize) => {
        const instrument = `replay:${order.join("-")}-${batchSize}` as const;
        const history = Array.from({ length: 72 }, (_, i) => {
          const event = oneOfEach(i % 12)[STORED_KINDS[Math.floor(i / 12)]];
          return { ...event, instrument };
        });
        const shuffled = history.toSorted((a, b) => order[history.indexOf(a)] - order[history.indexOf(b)]);
        for (let i = 0; i < shuffled.length; i += batchSize) await subject.store.appendEvents(shuffled.slice(Math.max(0, i - 3), i + batchSize));
        const read = await allEvents(subject.store, STORED_KINDS, { instrument });
        expect(read.map(placeInOrder)).toEqual(read.map(placeInOrder).toSorted((a, b) => a - b));
        expect(new Set(read.map(asText))).toEqual(new Set(history.map(asText)));
        expect(read).toHaveLength(history.length);
      }),
      { numRuns: 6 },
    );
  });
}

/** Later is more; at one instant a candle is more. */
const placeInOrder = (event: StoredEvent): number => knownAt(event) * 2 + (event.kind === "candle" ? 1 : 0);

const asText = (event: StoredEvent): string =>
  JSON.stringify(
    event,
    Object.keys(event).toSorted((a, b) => a.localeCompare(b)),
  );
