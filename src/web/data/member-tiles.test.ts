import { expect, test } from "vitest";
import { COLUMN_STATE, type HeatTile, createTile } from "#core/heat-tile.ts";
import type { TileAt, TileSource } from "./heat-worker-messages.ts";
import { createMemberTiles } from "./member-tiles.ts";

const VIEW = { market: "all:BTC", level: 1, layer: "modelled" } as const;
const AT = { x: 3, y: 40 };

/** `fill`: the state of every column that the server sends. */
function openTiles({ fill, silent }: { fill?: number; silent?: string } = {}) {
  const asked: (TileSource & TileAt)[] = [];
  let now = 1_000_000;
  async function fetchTile(of: TileSource, at: TileAt): Promise<HeatTile> {
    asked.push({ ...of, ...at });
    if (of.member === silent) throw new Error("not now");
    const tile = createTile({ layer: "modelled", level: of.level, ...at });
    tile.states.fill(fill ?? COLUMN_STATE.final);
    return tile;
  }
  return { asked, pass: (ms: number) => (now += ms), tiles: createMemberTiles({ fetchTile, now: () => now }) };
}

test("each member's part of the same map is asked for once, whoever waits for it", async () => {
  const { tiles, asked } = openTiles();
  tiles.setMembers(VIEW, ["a:B", "c:D"]);
  expect(tiles.readers([AT], undefined)).toBeUndefined();
  await Promise.all([tiles.load([AT]), tiles.load([AT])]);
  await tiles.load([AT]);
  expect(asked.map(({ market, member, x, y }) => [market, member, x, y])).toEqual([
    ["all:BTC", "a:B", 3, 40],
    ["all:BTC", "c:D", 3, 40],
  ]);
  expect(tiles.readers([AT], undefined)?.map(({ market }) => market)).toEqual(["a:B", "c:D"]);
  expect(tiles.readers([AT], AT.x * 256 + 9)?.[0].reader.state(AT.x * 256 + 10, AT.y * 256)).toBe(COLUMN_STATE.absent);
});

test("what may have grown is asked for again after a while, what is final never", async () => {
  for (const [fill, times] of [
    [COLUMN_STATE.final, 1],
    [COLUMN_STATE.provisional, 2],
  ]) {
    const { tiles, asked, pass } = openTiles({ fill });
    tiles.setMembers(VIEW, ["a:B"]);
    await tiles.load([AT]);
    pass(9_000);
    await tiles.load([AT]);
    expect(asked).toHaveLength(1);
    pass(2_000);
    await tiles.load([AT]);
    expect(asked).toHaveLength(times);
  }
});

test("while one does not answer nobody is named, and another map is of nobody known", async () => {
  const { tiles, asked } = openTiles({ silent: "c:D" });
  tiles.setMembers(VIEW, ["a:B", "c:D"]);
  await tiles.load([AT]);
  expect(tiles.readers([AT], undefined)).toBeUndefined();
  await tiles.load([AT]);
  expect(asked.map(({ member }) => member)).toEqual(["a:B", "c:D", "c:D"]);
  tiles.setMembers({ ...VIEW, level: 2 }, ["a:B"]);
  expect(tiles.readers([AT], undefined)).toBeUndefined();
  tiles.setMembers(VIEW, []);
  await tiles.load([AT]);
  expect([asked.length, tiles.readers([AT], undefined)]).toEqual([3, undefined]);
});
