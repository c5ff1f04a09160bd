// Rows of the level strip lie on the very pixels of the map's, while the chart is dragged and zoomed.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Picture, decodePng } from "../support/png.ts";
import { type ScenePage, bundleScene, openScene } from "./scene-page.ts";

let code: string;
beforeAll(async () => {
  code = await bundleScene();
});

describe.each([
  { screen: "desk", window: { width: 720, height: 420, deviceScaleFactor: 1 } },
  { screen: "phone", window: { width: 360, height: 400, deviceScaleFactor: 3 } },
  { screen: "desk with a scaled display", window: { width: 720, height: 420, deviceScaleFactor: 1.25 } },
])("on a $screen", ({ window }) => {
  let scene: ScenePage;
  let middle: { readonly x: number; readonly y: number };
  let axisX: number;
  beforeAll(async () => {
    scene = await openScene(code, window);
    await scene.show({ palette: "sides", layers: ["heat", "comb"] });
    const pane = (await scene.page.locator("#chart tr").first().locator("td").nth(1).boundingBox())!;
    middle = { x: pane.x + pane.width / 2, y: pane.y + pane.height / 2 };
    axisX = pane.x + pane.width + 20;
  });
  afterAll(() => scene?.close());

  test("at rest", () => expectRowsToMeet(scene));

  test("in the middle of a drag", async () => {
    const { mouse } = scene.page;
    // Automatic scaling would hold the prices where they are.
    await mouse.move(axisX, middle.y);
    await mouse.down();
    await mouse.move(axisX, middle.y - 40, { steps: 4 });
    await expectRowsToMeet(scene);
    await mouse.up();
    await mouse.move(middle.x, middle.y);
    await mouse.down();
    for (const step of [7, 23, 41]) {
      await mouse.move(middle.x + step, middle.y + step * 0.7, { steps: 3 });
      await expectRowsToMeet(scene);
    }
    await mouse.up();
  });

  test("zoomed in and out", async () => {
    await scene.page.mouse.move(middle.x, middle.y);
    for (const notch of [-300, -300, 900]) {
      await scene.page.mouse.wheel(0, notch);
      await expectRowsToMeet(scene);
    }
    await scene.page.mouse.move(axisX, middle.y);
    await scene.page.mouse.down();
    await scene.page.mouse.move(axisX, middle.y + 20, { steps: 4 });
    await expectRowsToMeet(scene);
    await scene.page.mouse.up();
  });
});

/** Every row that stands alone begins on the same pixel in the newest whole column of the map and in the strip. */
async function expectRowsToMeet(scene: ScenePage): Promise<void> {
  const map = decodePng(await scene.map());
  const strip = decodePng(await scene.strip());
  // At its ends the strip has words.
  const between = { from: 0.1 * map.height, to: 0.9 * map.height };
  const inMap = rowTops(map, [lastColumnX(map)], between);
  // The line of running totals crosses each bar at another place.
  const inStrip = rowTops(
    strip,
    [0.05, 0.3, 0.6].map((share) => Math.round(share * strip.width)),
    between,
  );
  expect(inMap.length).toBeGreaterThan(3);
  expect(inStrip).toEqual(inMap);
}

/** First pixels of the coloured runs down some columns of pixels; a run that the upper edge cuts is left out. */
function rowTops(picture: Picture, xs: readonly number[], { from, to }: { from: number; to: number }): number[] {
  const isRow = (y: number) => xs.some((x) => isDrawn(picture, x, y));
  const tops: number[] = [];
  for (let y = Math.floor(from) + 1; y < to; y++) if (isRow(y) && !isRow(y - 1)) tops.push(y);
  return tops;
}

/** A pixel column on the map's newest columns: the last that has several rows. */
function lastColumnX(picture: Picture): number {
  for (let x = picture.width - 1; x > 0; x--) if (rowTops(picture, [x], { from: 0, to: picture.height }).length > 3) return x;
  return 0;
}

/** Heat and bars have a colour; surface, candles and lines are grey. */
function isDrawn({ width, channels, bytes }: Picture, x: number, y: number): boolean {
  const pixel = bytes.subarray((y * width + x) * channels).subarray(0, 3);
  return Math.max(...pixel) - Math.min(...pixel) > 70;
}
