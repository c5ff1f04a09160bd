import { afterAll, beforeAll, expect, test } from "vitest";
import type { MeasuredLevelsReply } from "#wire/messages.ts";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { PATIENCE_MS } from "../support/patience.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";
import { until } from "../support/until.ts";

/** As far from the mark as a day's map shows. */
const IN_SIGHT = 0.02;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;
const readout = () => page().locator(".readout").innerText();

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "hyperliquid", "--coins", "BTC", "--days", "1", "--data-dir", folder.path]);
  browser = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

async function measured(): Promise<MeasuredLevelsReply | undefined> {
  const response = await fetch(`${server.url}/v1/markets/hyperliquid/BTC/levels/measured?rowsPerCell=10&reach=${IN_SIGHT}`);
  return response.ok ? ((await response.json()) as MeasuredLevelsReply) : undefined;
}

test("the measured layer says what it rests on, and of a cell how many accounts it is and what the largest holds", { timeout: 3 * PATIENCE_MS }, async () => {
  const isSeen = (found: MeasuredLevelsReply | undefined) => found?.levels.some(({ longAccounts, shortAccounts }) => longAccounts + shortAccounts > 0);
  await until(async () => (isSeen(await measured()) ? true : undefined), { withinMs: 2 * PATIENCE_MS, describe: () => "no account was seen near the mark" });
  await page().goto(new URL("?market=hyperliquid:BTC&layers=measured&window=24h", server.url).href);
  const legend = page().locator(".legend-bubbles").filter({ hasText: "measured:" });
  await expect
    .poll(() => legend.innerText())
    .toMatch(/\d+ % of longs, \d+ % of shorts seen in [\d,]+ accounts, the largest holds \d+ % of the longs and \d+ % of the shorts seen/);

  const strip = (await page().locator(".strip").boundingBox())!;
  const seen = await until(
    async () => {
      for (let part = 0.05; part < 0.95; part += 0.01) {
        await page().mouse.move(strip.x + 40, strip.y + strip.height * part);
        const words = await readout();
        if (/accounts\s*\d/.test(words)) return words;
      }
      return undefined;
    },
    { describe: () => "no cell names its accounts" },
  );
  expect(seen).toMatch(/measured (longs|shorts) here/);
  expect(seen).toMatch(/accounts\s*(1\b(?!,)|[\d,]+, largest \d+(\.\d+)? %)/);
});
