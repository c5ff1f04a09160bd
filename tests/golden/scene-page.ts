import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { build } from "vite";
import { type BrowserWindow, type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import type { SceneAsked } from "./scene.ts";

/** A bare page that draws what it is asked for. */
export interface ScenePage extends LaunchedBrowser {
  show(asked: Omit<SceneAsked, "pane">): Promise<void>;
  /** The map without its axes: hardly a letter is on it. */
  map(): Promise<Buffer>;
  strip(): Promise<Buffer>;
}

const STYLE =
  "html, body { margin: 0; height: 100%; background: #0a0c11; } body { display: flex; } #chart { flex: 1; min-width: 0; } #strip { width: 110px; height: 100%; }";

/** What axes and strip may take at most, in CSS pixels. */
const ROOM = { width: 220, height: 34 };

/** Opens the scene in a browser of its own. */
export async function openScene(code: string, window: BrowserWindow): Promise<ScenePage> {
  const launched = await launchBrowser(window);
  const { page } = launched;
  await page.setContent(`<!doctype html><style>${STYLE}</style>`);
  await page.addStyleTag({ path: fileURLToPath(new URL("../../src/web/styles/tokens.css", import.meta.url)) });
  await page.addScriptTag({ content: code });
  return {
    ...launched,
    show: (asked) => showScene(page, { ...asked, pane: { width: window.width - ROOM.width, height: window.height - ROOM.height } }),
    map: () => page.locator("#chart tr").first().locator("td").nth(1).screenshot(),
    strip: () => page.locator("#strip").screenshot(),
  };
}

const showScene = (page: Page, asked: SceneAsked): Promise<void> => page.evaluate((of) => window.golden.show(of), asked);

/** The scene with everything that it imports of the product, as one script. */
export async function bundleScene(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["source", "browser", "module", "import", "default"] },
    build: {
      write: false,
      minify: false,
      target: "es2022",
      lib: { entry: fileURLToPath(new URL("scene.ts", import.meta.url)), formats: ["iife"], name: "scene" },
    },
  });
  const [{ output }] = Array.isArray(built) ? built : [built as never];
  const [script] = output as readonly { readonly type: string; readonly code?: string }[];
  if (script.code === undefined) throw new Error("the scene was not built");
  return script.code;
}
