import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { marketsReplySchema } from "#wire/messages.ts";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { untilMapIsFilled } from "../support/heat-page.ts";
import { getJson, untilFilled } from "../support/market-api.ts";
import { marketFolderFiles, writeFiles } from "../support/market-folder.ts";
import { type RunningServer, runPowderkeg, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;

beforeAll(async () => {
  folder = await temporaryFolder();
  const from = await writeFiles(join(folder.path, "history"), marketFolderFiles());
  const data = join(folder.path, "data");
  const imported = await runPowderkeg(["import", "--from", from, "--data-dir", data]);
  if (imported.code !== 0) throw new Error(imported.stderr);
  server = await servePowderkeg(["--source", "replay", "--data-dir", data]);
  await untilFilled(server.url, "binance:BTCUSDT", 30_000);
  browser = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

test("imported history is served as what it is", async () => {
  const { source, markets } = await getJson(`${server.url}/v1/markets`, marketsReplySchema);
  expect([source, markets.length]).toEqual(["replay", 1]);
});

test("the page shows its map, marked as stored", async () => {
  await browser.page.goto(`${server.url}/?window=4h`);
  await untilMapIsFilled(browser.page, 10_000);
  expect(await browser.page.getByRole("note").textContent()).toContain("STORED HISTORY");
  expect(browser.problems).toEqual([]);
});
