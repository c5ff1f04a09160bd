import { describe, expect, it, vi } from "vitest";
import { type HeatColumn, PLANE_COUNT } from "#core/heat-column.ts";
import { COLUMN_STATE, createTile } from "#core/heat-tile.ts";
import type { HeatStyle } from "#web/colour/colour-table.ts";
import { createHeatDesk } from "./heat-desk.ts";
import type { HeatReply, TileAt, TileDetail } from "./heat-worker-messages.ts";

const VIEW = { market: "binance:BTCUSDT", level: 1, layer: "modelled" } as const;
const STYLE: HeatStyle = { planes: [0], palette: "ember", surface: "dark", low: 1e4, high: 1e7, threshold: 0 };
const AT = { x: 0, y: 0 };

const columnAt = (column: number, { provisional }: { provisional: boolean }): HeatColumn<"modelled"> => ({
  layer: "modelled",
  column,
  provisional,
  firstCell: 0,
  cellCount: 4,
  bytes: new Uint8Array(PLANE_COUNT * 4).fill(9),
});

/** A desk whose tiles come when the test says so, and whose bitmaps are the tiles they were painted from. */
function openDesk() {
  const replies: HeatReply[] = [];
  const asked: { at: TileAt; detail: TileDetail; market: string; settle(error?: string): Promise<void> }[] = [];
  const handle = createHeatDesk({
    fetchTile: (view, { detail, ...at }) =>
      new Promise((resolve, reject) => {
        const settle = async (error?: string) => {
          if (error) reject(new Error(error));
          else resolve(createTile({ layer: "modelled", level: view.level, ...at }));
          await new Promise((done) => setImmediate(done));
        };
        asked.push({ at, detail, market: view.market, settle });
      }),
    paint: (cached) => cached as unknown as ImageBitmap,
    reply: (message) => void replies.push(message),
    retryMs: 5,
    sketchStandsMs: 5,
  });
  const painted = () =>
    replies.flatMap((reply) => (reply.kind === "painted" ? [{ market: reply.view.market, restyled: reply.restyled, count: reply.tiles.length }] : []));
  return { handle, replies, asked, painted };
}

describe("createHeatDesk", () => {
  it("asks once for a wanted tile and paints it when it has come", async () => {
    const { handle, asked, painted } = openDesk();
    handle({ kind: "style", style: STYLE });
    handle({ kind: "view", members: [], view: VIEW });
    handle({ kind: "want", tiles: [AT] });
    handle({ kind: "want", tiles: [AT] });
    expect(asked).toHaveLength(1);
    await asked[0].settle();
    expect(painted().at(-1)).toEqual({ market: VIEW.market, restyled: false, count: 1 });
  });

  it("draws the first picture of sketches, then of whole tiles, and sketches no more", async () => {
    const { handle, asked, painted } = openDesk();
    const tiles = [AT, { x: 1, y: 0 }];
    handle({ kind: "sketch-first" });
    handle({ kind: "style", style: { ...STYLE, planes: Array.from({ length: PLANE_COUNT }, (_, plane) => plane) } });
    handle({ kind: "ahead", view: VIEW, tiles });
    await asked[0].settle();
    handle({ kind: "view", members: [], view: VIEW });
    handle({ kind: "want", tiles });
    handle({ kind: "refresh" });
    expect(asked.map(({ detail }) => detail)).toEqual(["sketch", "sketch"]);
    await asked[1].settle();
    expect(painted().map(({ count }) => count)).toEqual([1, 1]);
    await vi.waitFor(() => expect(asked).toHaveLength(4));
    expect(asked.slice(2).map(({ at, detail }) => ({ at, detail }))).toEqual(tiles.map((at) => ({ at, detail: "whole" })));
    for (const request of asked.slice(2)) await request.settle();
    expect(painted().map(({ count }) => count)).toEqual([1, 1, 1, 1]);
    handle({ kind: "want", tiles: [{ x: 2, y: 0 }] });
    expect(asked.at(-1)?.detail).toBe("whole");
  });

  it("sketches nothing of which only some tiers are shown", () => {
    const { handle, asked } = openDesk();
    handle({ kind: "sketch-first" });
    handle({ kind: "style", style: { ...STYLE, planes: [0] } });
    handle({ kind: "view", members: [], view: VIEW });
    handle({ kind: "want", tiles: [AT] });
    expect(asked.map(({ detail }) => detail)).toEqual(["whole"]);
  });

  it("asks for whole tiles as soon as only some tiers are wanted", async () => {
    const { handle, asked } = openDesk();
    handle({ kind: "sketch-first" });
    handle({ kind: "style", style: { ...STYLE, planes: Array.from({ length: PLANE_COUNT }, (_, plane) => plane) } });
    handle({ kind: "view", members: [], view: VIEW });
    handle({ kind: "want", tiles: [AT] });
    await asked[0].settle();
    handle({ kind: "style", style: { ...STYLE, planes: [0] } });
    expect(asked.map(({ detail }) => detail)).toEqual(["sketch", "whole"]);
  });

  it("repaints everything in sight at once when the style changes", async () => {
    const { handle, asked, painted } = openDesk();
    handle({ kind: "view", members: [], view: VIEW });
    handle({ kind: "want", tiles: [AT, { x: 1, y: 0 }] });
    for (const request of asked) await request.settle();
    handle({ kind: "style", style: STYLE });
    expect(painted()).toEqual([{ market: VIEW.market, restyled: true, count: 2 }]);
  });

  it("repaints a tile for a live column of the view, and ignores one of another", async () => {
    const { handle, asked, painted } = openDesk();
    handle({ kind: "style", style: STYLE });
    handle({ kind: "view", members: [], view: VIEW });
    handle({ kind: "want", tiles: [AT] });
    await asked[0].settle();
    const before = painted().length;
    const column = columnAt(3, { provisional: true });
    handle({ kind: "column", view: { ...VIEW, level: 2 }, column });
    expect(painted()).toHaveLength(before);
    handle({ kind: "column", view: VIEW, column });
    expect(painted()).toHaveLength(before + 1);
  });

  it("asks again when a column closes after one that it never saw", async () => {
    const { handle, asked } = openDesk();
    handle({ kind: "view", members: [], view: VIEW });
    handle({ kind: "want", tiles: [AT] });
    await asked[0].settle();
    handle({ kind: "column", view: VIEW, column: columnAt(5, { provisional: true }) });
    expect(asked).toHaveLength(1);
    handle({ kind: "column", view: VIEW, column: columnAt(5, { provisional: false }) });
    expect(asked).toHaveLength(2);
    await asked[1].settle();
    handle({ kind: "column", view: VIEW, column: columnAt(6, { provisional: false }) });
    expect(asked).toHaveLength(2);
  });

  it("drops what comes late for a market that was left", async () => {
    const { handle, asked, painted } = openDesk();
    handle({ kind: "style", style: STYLE });
    handle({ kind: "view", members: [], view: VIEW });
    handle({ kind: "want", tiles: [AT] });
    handle({ kind: "view", members: [], view: { ...VIEW, market: "binance:ETHUSDT" } });
    handle({ kind: "want", tiles: [AT] });
    await asked[0].settle();
    expect(painted().filter(({ count }) => count > 0)).toEqual([]);
    await asked[1].settle();
    expect(painted().at(-1)).toEqual({ market: "binance:ETHUSDT", restyled: false, count: 1 });
  });

  it("paints a view that was left at once when it is shown again, and asks for what may have changed", async () => {
    const { handle, replies, asked, painted } = openDesk();
    handle({ kind: "style", style: STYLE });
    handle({ kind: "view", members: [], view: VIEW });
    handle({ kind: "want", tiles: [AT] });
    await asked[0].settle();
    handle({ kind: "view", members: [], view: { ...VIEW, market: "binance:ETHUSDT" } });
    handle({ kind: "view", members: [], view: VIEW });
    expect(painted().at(-1)).toEqual({ market: VIEW.market, restyled: false, count: 1 });
    expect(asked).toHaveLength(2);
    const states = () => replies.findLast((reply) => reply.kind === "painted")?.tiles[0].states;
    expect(states()).not.toContain(COLUMN_STATE.absent);
    await asked[1].settle();
    expect(states()).toContain(COLUMN_STATE.absent);
  });

  it("has asked for the tiles of a view before it is shown", async () => {
    const { handle, asked, painted } = openDesk();
    handle({ kind: "style", style: STYLE });
    handle({ kind: "view", members: [], view: VIEW });
    handle({ kind: "ahead", view: { ...VIEW, level: 2 }, tiles: [AT] });
    expect(asked).toHaveLength(1);
    await asked[0].settle();
    expect(painted()).toEqual([]);
    handle({ kind: "view", members: [], view: { ...VIEW, level: 2 } });
    expect(painted().at(-1)?.count).toBe(1);
  });

  it("reads at once what is loaded, and as a whole when it knows who holds it", async () => {
    const { handle, asked, replies } = openDesk();
    const members = ["a:B", "c:D"];
    const at = { column: 3, cell: 2, markCell: 9 };
    const readings = () => replies.flatMap((reply) => (reply.kind === "probe" ? [reply.reading?.venues?.map(({ market }) => market)] : []));
    handle({ kind: "style", style: STYLE });
    handle({ kind: "view", view: VIEW, members });
    handle({ kind: "want", tiles: [AT] });
    await asked[0].settle();
    handle({ kind: "column", view: VIEW, column: columnAt(3, { provisional: false }) });
    const before = asked.length;
    handle({ kind: "probe", id: 1, at, how: "at-once" });
    handle({ kind: "probe", id: 2, at: { ...at }, how: "whole" });
    expect([readings(), asked.length - before]).toEqual([[undefined], 2]);
    for (const request of asked.slice(before)) await request.settle();
    handle({ kind: "probe", id: 3, at, how: "at-once" });
    expect(readings()).toEqual([undefined, members, members]);
  });

  it("tells why a tile does not come, and asks again by itself", async () => {
    const { handle, replies, asked } = openDesk();
    handle({ kind: "view", members: [], view: VIEW });
    handle({ kind: "want", tiles: [AT] });
    await asked[0].settle("the server answered 503");
    expect(replies.at(-1)).toEqual({ kind: "loading", count: 0, problem: "the server answered 503" });
    await expect.poll(() => asked.length).toBe(2);
    await asked[1].settle();
    expect(replies.findLast((reply) => reply.kind === "loading")).toEqual({ kind: "loading", count: 0, problem: undefined });
  });
});
