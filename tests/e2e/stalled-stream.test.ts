import { afterAll, beforeAll, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser | undefined;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--coins", "BTC", "--exchanges", "binance", "--days", "1", "--data-dir", folder.path]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

/** Where the simulated exchange takes its faults. */
function faultsUrl(): string {
  const url = /faults at (http:\S+?)\)/.exec(server.output())?.[1];
  if (url === undefined) throw new Error(`no address for faults in: ${server.output()}`);
  return url;
}

test("a stream that was agreed to and says nothing turns bad on the Health page while the others go on, and is well when it speaks again", async () => {
  browser = await launchBrowser({ width: 1280, height: 900, deviceScaleFactor: 1 });
  const { page } = browser;
  await page.goto(`${server.url}/health`);
  const streams = page.getByRole("table", { name: "Streams of Binance" });
  const row = (name: string) => streams.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  const standing = async (name: string) => [
    await row(name).locator(".dot").getAttribute("data-tone"),
    await row(name).locator('td[data-name="State"]').textContent(),
  ];
  const patience = { timeout: 120_000, interval: 500 };
  await expect.poll(() => standing("book"), patience).toEqual(["good", "live"]);
  const fault = { kind: "silent-subscription", exchange: "binance", stream: "book", durationMs: 600_000 };
  await fetch(faultsUrl(), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(fault) });
  await expect.poll(() => standing("book"), patience).toEqual(["bad", "stale"]);
  await expect.poll(() => standing("mark"), patience).toEqual(["good", "live"]);

  await fetch(faultsUrl(), { method: "DELETE" });
  await expect.poll(() => standing("book"), patience).toEqual(["good", "live"]);
});
