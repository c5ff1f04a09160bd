// `node bin/draw-app-pictures.mjs http://127.0.0.1:8790`: draws what an installed app shows of itself into src/web/public, from the SVG and from a running server.
// Run by hand when the icon or the page's look changes; what it draws is committed.
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const publicDir = fileURLToPath(new URL("../src/web/public", import.meta.url));
const svg = readFileSync(`${publicDir}/icon.svg`, "utf8");
/** Launchers cut a maskable icon to any shape: its content stays within the inner four fifths. */
const ICONS = [
  { name: "icon-180", size: 180, inset: 0, corners: "square" },
  { name: "icon-192", size: 192, inset: 0, corners: "round" },
  { name: "icon-512", size: 512, inset: 0, corners: "round" },
  { name: "maskable-512", size: 512, inset: 0.12, corners: "square" },
];
const PAGES = [
  { name: "phone", width: 360, height: 740, scale: 2 },
  { name: "desk", width: 1600, height: 900, scale: 1 },
];
const MAP_FILLED_MS = 12_000;
const executablePath = process.env.POWDERKEG_CHROMIUM ?? "/usr/bin/chromium";

await mkdir(`${publicDir}/icons`, { recursive: true });
await mkdir(`${publicDir}/screenshots`, { recursive: true });
for (const icon of ICONS) await drawIcon(icon);
for (const page of process.argv[2] ? PAGES : []) await shootPage(page, process.argv[2]);

async function drawIcon({ name, size, inset, corners }) {
  await withPage({ width: size, height: size, scale: 1 }, async (page) => {
    const background = corners === "square" ? "#0a0c11" : "transparent";
    const drawn = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await page.setContent(
      `<body style="margin:0;background:${background}"><img src="${drawn}" style="display:block;width:${size}px;padding:${size * inset}px;box-sizing:border-box">`,
    );
    await page.screenshot({ path: `${publicDir}/icons/${name}.png`, omitBackground: true });
  });
}

async function shootPage({ name, ...size }, url) {
  await withPage(size, async (page) => {
    await page.goto(url);
    await page.waitForTimeout(MAP_FILLED_MS);
    await page.screenshot({ path: `${publicDir}/screenshots/${name}.jpg`, type: "jpeg", quality: 78 });
  });
}

async function withPage({ width, height, scale }, work) {
  const browser = await chromium.launch({
    executablePath,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", `--force-device-scale-factor=${scale}`],
  });
  try {
    const page = await (await browser.newContext({ viewport: null, locale: "en-US" })).newPage();
    // Scale factor 0 is the browser's own: an emulated one blurs canvases.
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 0, mobile: false });
    await work(page);
  } finally {
    await browser.close();
  }
}
