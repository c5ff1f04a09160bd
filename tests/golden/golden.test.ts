// The layers of the chart as pictures. After a wanted change: `npm run goldens`, look at them, commit them.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pixelDifference } from "../support/pixels.ts";
import type { SceneAsked } from "./scene.ts";
import { type ScenePage, bundleScene, openScene } from "./scene-page.ts";

/** Share of pixels that may differ visibly (by more than 24 in the sum of their channels): edges that a machine's rounding puts on the next pixel. */
const MAP_TOLERANCE = 0.001;
/** Of marks with their dollars beside them, a quarter of what the marks make. */
const LETTERED = { swept: 0.008, light: 0.008 } as Readonly<Record<string, number>>;
/** The strip has words on it, which machines draw with fonts of their own. */
const STRIP_TOLERANCE = 0.03;
/** A crowd that is moved as one lies within a pixel of where each would be painted, which shows at the edges of all: a quarter. Elsewhere it would be four fifths. */
const MOVED_TOLERANCE = 0.4;
const PICTURES = fileURLToPath(new URL("pictures", import.meta.url));
const KEPT = join(tmpdir(), "powderkeg-goldens");
const isWriting = process.env["POWDERKEG_GOLDENS"] === "write";

const SCENES: Readonly<Record<string, Omit<SceneAsked, "pane">>> = {
  heat: {},
  "two-sided": { palette: "sides" },
  light: { surface: "light", layers: ["heat", "swept", "outline", "holes"] },
  threshold: { threshold: 1.5e6 },
  candles: { layers: [] },
  line: { price: "line" },
  bubbles: { layers: ["heat", "bubbles"] },
  swept: { layers: ["heat", "swept"] },
  outline: { layers: ["heat", "outline"] },
  hatching: { layers: ["heat", "holes"] },
  lacking: { layers: ["heat", "lacking"] },
  confidence: { layers: ["heat", "floor"] },
};

let code: string;
beforeAll(async () => {
  code = await bundleScene();
});

describe.each([
  { screen: "desk", window: { width: 640, height: 360, deviceScaleFactor: 1 }, names: Object.keys(SCENES) },
  { screen: "phone", window: { width: 340, height: 220, deviceScaleFactor: 3 }, names: ["swept", "hatching"] },
])("on a $screen", ({ screen, window, names }) => {
  let scene: ScenePage;
  beforeAll(async () => {
    scene = await openScene(code, window);
  });
  afterAll(() => scene?.close());

  test.each(names)("%s", async (name) => {
    await scene.show(SCENES[name]);
    expectPicture(`${screen}-${name}.png`, await scene.map(), LETTERED[name] ?? MAP_TOLERANCE);
  });

  test("the level strip", async () => {
    await scene.show({});
    expectPicture(`${screen}-strip.png`, await scene.strip(), STRIP_TOLERANCE);
  });

  test.each([6, -6])("a crowd of bubbles that is moved by %i columns looks as if it were painted there", async (columns) => {
    const shown = async (bubbles: "before" | "after") => {
      await scene.show({ layers: ["bubbles", "crowd"], moved: { columns, bubbles } });
      return scene.map();
    };
    expect(pixelDifference(await shown("before"), await shown("after"))).toBeLessThan(MOVED_TOLERANCE);
  });

  test("nothing went wrong in the page", () => expect(scene.problems).toEqual([]));
});

test("pictures of different layers differ by far more than the tolerance", () => {
  const [heat, ...others] = Object.keys(SCENES).map((name) => readFileSync(join(PICTURES, `desk-${name}.png`)));
  for (const other of others) expect(pixelDifference(heat, other)).toBeGreaterThan(2 * MAP_TOLERANCE);
});

function expectPicture(name: string, picture: Buffer, tolerance: number): void {
  const path = join(PICTURES, name);
  if (isWriting) writeFileSync(path, picture);
  const difference = pixelDifference(readFileSync(path), picture);
  if (difference > tolerance) keep(name, picture);
  expect(difference, `${name} is drawn otherwise; what was drawn is in ${KEPT}`).toBeLessThanOrEqual(tolerance);
}

/** What was drawn instead, for whoever has to look. */
function keep(name: string, picture: Buffer): void {
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(join(KEPT, name), picture);
}
