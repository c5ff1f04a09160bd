import { expect, test } from "vitest";
import { createKnownViews } from "./known-views.ts";

const viewOf = (level: number) => ({ market: "binance:BTCUSDT", level, layer: "modelled" }) as const;
const tilesOf = (count: number) => Array.from({ length: count }, (_, x) => ({ x, y: 0 }));

/** Opens a view, loads tiles into it and leaves it. */
function visit(views: ReturnType<typeof createKnownViews>, level: number, count: number) {
  const known = views.open(viewOf(level));
  known.wanted = tilesOf(count);
  for (const at of known.wanted) known.cache.put(at, undefined);
  views.leave(known);
  return known;
}

test("a view that was left keeps the tiles that were used last, and no more than its share", () => {
  const views = createKnownViews();
  const known = visit(views, 0, 20);
  expect(views.open(viewOf(0))).toBe(known);
  expect([known.cache.size, known.cache.get({ x: 3, y: 0 }), known.cache.get({ x: 4, y: 0 })?.x]).toEqual([16, undefined, 4]);
});

test("the views seen last are known as long as there is room", () => {
  const views = createKnownViews();
  const visited = [0, 1, 2, 3, 4, 5].map((level) => visit(views, level, 16));
  expect(views.open(viewOf(5))).toBe(visited[5]);
  expect(views.open(viewOf(2))).toBe(visited[2]);
  expect(views.open(viewOf(0))).not.toBe(visited[0]);
});

test("what is on its way for a view that nobody waits for is let go", () => {
  const views = createKnownViews();
  const [shown, ahead] = [views.open(viewOf(0)), views.open(viewOf(1))];
  const [of, next] = [shown.abort.signal, ahead.abort.signal];
  views.leaveAllBut([shown, views.open(viewOf(2))]);
  expect([of.aborted, next.aborted]).toEqual([false, true]);
});
