import { expect, test } from "vitest";
import { type ChartView, type HeldView, movesPrices, viewUnder } from "./held-view.ts";

const VIEW: ChartView = { fromMs: 1_000_000, toMs: 2_000_000, low: 100, high: 200 };
const HELD: HeldView = { view: VIEW, width: 200, height: 400, fingers: [], axes: "both", leastMs: 10_000, mostMs: 100_000_000 };
const at = (view: ChartView, x: number, y: number) => ({
  timeMs: view.fromMs + (x / HELD.width) * (view.toMs - view.fromMs),
  price: view.high * (view.low / view.high) ** (y / HELD.height),
});

test("under one finger lies what lay under it", () => {
  const view = viewUnder({ ...HELD, fingers: [{ x: 50, y: 100 }] }, [{ x: 90, y: 60 }]);
  expect(at(view, 90, 60).timeMs).toBeCloseTo(at(VIEW, 50, 100).timeMs, 3);
  expect(at(view, 90, 60).price).toBeCloseTo(at(VIEW, 50, 100).price, 9);
  expect(view.toMs - view.fromMs).toBeCloseTo(1_000_000, 3);
  expect(view.high / view.low).toBeCloseTo(2, 9);
});

test("sideways, prices stay", () => {
  const held = { ...HELD, axes: "time" as const, fingers: [{ x: 50, y: 100 }] };
  expect(movesPrices(held)).toBe(false);
  expect(viewUnder(held, [{ x: 90, y: 160 }])).toMatchObject({ low: 100, high: 200, fromMs: 800_000 });
});

test("under each of two fingers lies what lay under it, on both axes", () => {
  const [before, after] = [
    [
      { x: 60, y: 150 },
      { x: 140, y: 250 },
    ],
    [
      { x: 20, y: 90 },
      { x: 190, y: 330 },
    ],
  ];
  const view = viewUnder({ ...HELD, fingers: before }, after);
  for (const finger of [0, 1]) {
    expect(at(view, after[finger].x, after[finger].y).timeMs).toBeCloseTo(at(VIEW, before[finger].x, before[finger].y).timeMs, 3);
    expect(at(view, after[finger].x, after[finger].y).price).toBeCloseTo(at(VIEW, before[finger].x, before[finger].y).price, 9);
  }
});

test("fingers beside each other zoom time alone, above each other prices alone", () => {
  const beside = viewUnder(
    {
      ...HELD,
      fingers: [
        { x: 50, y: 200 },
        { x: 150, y: 210 },
      ],
    },
    [
      { x: 0, y: 190 },
      { x: 200, y: 240 },
    ],
  );
  expect(beside).toMatchObject({ low: 100, high: 200 });
  expect(beside.toMs - beside.fromMs).toBeCloseTo(500_000, 3);
  const above = viewUnder(
    {
      ...HELD,
      fingers: [
        { x: 100, y: 100 },
        { x: 110, y: 300 },
      ],
    },
    [
      { x: 100, y: 150 },
      { x: 130, y: 250 },
    ],
  );
  expect(above.toMs - above.fromMs).toBeCloseTo(1_000_000, 3);
  expect(Math.log(above.high / above.low)).toBeCloseTo(2 * Math.log(2), 9);
});

test("no pinch goes beyond what can be read", () => {
  const pinch = (by: number) =>
    viewUnder(
      {
        ...HELD,
        fingers: [
          { x: 60, y: 100 },
          { x: 140, y: 300 },
        ],
      },
      [
        { x: 100 - 40 * by, y: 200 - 100 * by },
        { x: 100 + 40 * by, y: 200 + 100 * by },
      ],
    );
  expect(pinch(1_000).toMs - pinch(1_000).fromMs).toBeCloseTo(10_000, 3);
  expect(Math.log(pinch(1_000).high / pinch(1_000).low)).toBeCloseTo(0.001, 9);
  expect(pinch(0.001).toMs - pinch(0.001).fromMs).toBeCloseTo(80_000_000, -1);
  expect(Math.log(pinch(0.001).high / pinch(0.001).low)).toBeCloseTo(3, 6);
});
