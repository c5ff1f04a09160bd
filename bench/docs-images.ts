// Takes the pictures of docs/images anew: npm run images -- http://127.0.0.1:8790, beside a server of the simulated market (CONTRIBUTING.md). Measures nothing.
// Look at them before they are committed: the market is the same for the same seed and day, the minute is not.
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { DAY_MS } from "#core/units.ts";
import { withPage } from "./page-figures/with-page.ts";
import { untilFilled } from "./page-figures/until-filled.ts";
import { DESK, PHONE } from "./screens.ts";

const QUALITY = 70;
const LONGEST_MS = 20_000;
/** The page asks for something every now and then: it is as good as settled after so long. */
const SETTLE_MS = 4_000;
const SMALL_DESK = { ...DESK, width: 1440, height: 810 };
/** Three phones beside each other, in CSS pixels of one. */
const PHONE_WIDTH = 380;

const [base = "http://127.0.0.1:8790"] = process.argv.slice(3);
const pathOf = (name: string): string => fileURLToPath(new URL(`../../docs/images/${name}.jpg`, import.meta.url));

interface Scene {
  readonly query: string;
  readonly theme?: "dark" | "light";
  /** What has to be on the page before its picture is taken. */
  readonly until?: string;
  readonly act?: (page: Page) => Promise<void>;
}

const DESK_SCENES: Readonly<Record<string, Scene>> = {
  exchanges: { query: "window=24h&panel=exchanges", until: ".exchanges-rows" },
  light: { query: "window=24h&panel=long-short", theme: "light", until: ".side-bars" },
  replay: { query: `window=24h&panel=clusters&at=${new Date(Date.now() - DAY_MS).toISOString().slice(0, 16)}Z`, until: ".data-table tbody tr" },
};

const PHONE_SCENES: readonly Scene[] = [
  { query: "window=12h" },
  { query: "window=12h", act: openPanel("Cumulative"), until: ".cumulative-curves" },
  { query: "window=12h", theme: "light", act: openPanel("Clusters"), until: ".data-table tbody tr" },
];

await withPage(DESK, async ({ page }) => {
  await open(page, { query: "window=3d" });
  await pointAtCluster(page);
  await save(page, "heatmap");
});
for (const [name, scene] of Object.entries(DESK_SCENES)) {
  await withPage(SMALL_DESK, async ({ page }) => {
    await open(page, scene);
    await save(page, name);
  });
}
await savePhones();

async function open(page: Page, { query, theme = "dark", until, act }: Scene): Promise<void> {
  await page.addInitScript((its) => localStorage.setItem("powderkeg-settings", JSON.stringify({ state: { theme: its, zone: "UTC" }, version: 0 })), theme);
  await page.goto(`${base}/?${query}`);
  await untilFilled(page);
  await act?.(page);
  if (until) await page.locator(until).first().waitFor({ timeout: LONGEST_MS });
  // Bands, prints and the order book come after the map.
  await page.waitForLoadState("networkidle", { timeout: SETTLE_MS }).catch(() => undefined);
  await page.evaluate(() => document.fonts.ready);
}

function openPanel(name: string): (page: Page) => Promise<void> {
  return (page) => page.getByRole("tab", { name }).tap();
}

/** Moves the pointer over the map until it stands on a cluster, which is outlined then. */
async function pointAtCluster(page: Page): Promise<void> {
  const map = await page.locator(".chart").boundingBox();
  if (!map) throw new Error("there is no map");
  const cluster = page.locator(".readout-cluster");
  for (let share = 0.2; share < 0.95; share += 0.025) {
    await page.mouse.move(map.x + map.width * 0.45, map.y + map.height * share, { steps: 2 });
    const isThere = await cluster.waitFor({ timeout: 700 }).then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
  throw new Error("the pointer met no cluster");
}

async function save(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: pathOf(name), type: "jpeg", quality: QUALITY });
  console.log(`docs/images/${name}.jpg ${Math.round(statSync(pathOf(name)).size / 1_000)} kB`);
}

/** Each phone at its own scale, then all of them in one picture. */
async function savePhones(): Promise<void> {
  const shots: string[] = [];
  for (const scene of PHONE_SCENES) {
    await withPage(PHONE, async ({ page }) => {
      await open(page, scene);
      shots.push((await page.screenshot({ type: "png" })).toString("base64"));
    });
  }
  const height = Math.round((PHONE.height / PHONE.width) * PHONE_WIDTH);
  await withPage({ ...DESK, width: PHONE_WIDTH * shots.length, height }, async ({ page }) => {
    const images = shots.map((shot) => `<img width="${PHONE_WIDTH}" src="data:image/png;base64,${shot}">`).join("");
    await page.setContent(`<body style="margin:0;display:flex">${images}</body>`);
    await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
    await save(page, "phone");
  });
}
