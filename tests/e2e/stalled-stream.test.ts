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

test("a stream that was agreed to and says nothing turns grey on the Health page while the others go on, and is well when it speaks again", async () => {
  browser = await launchBrowser({ width: 1280, height: 900, deviceScaleFactor: 1 });
  const { page } = browser;
  await page.goto(`${server.url}/health`);
  const streams = page.getByRole("table", { name: "Streams of Binance" });
  const row = (name: string) => streams.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  /** Tone and state of a stream, and whether its figures are written in the grey of the table's head: read at once, since a silent stream is opened anew. */
  const standing = (name: string) =>
    row(name).evaluate((element) => {
      const state = element.querySelector('td[data-name="State"]')!;
      const head = element.closest("table")!.querySelector("thead th")!;
      const isGrey = getComputedStyle(state).color === getComputedStyle(head).color;
      return [element.querySelector(".dot")!.getAttribute("data-tone"), state.textContent, isGrey ? "grey" : "plain"];
    });
  const patience = { timeout: 120_000, interval: 500 };
  await expect.poll(() => standing("book"), patience).toEqual(["good", "live", "plain"]);
  const fault = { kind: "silent-subscription", exchange: "binance", stream: "book", durationMs: 600_000 };
  await fetch(faultsUrl(), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(fault) });
  await expect.poll(() => standing("book"), patience).toEqual(["stale", "stale", "grey"]);
  await expect.poll(() => standing("mark"), patience).toEqual(["good", "live", "plain"]);

  await fetch(faultsUrl(), { method: "DELETE" });
  await expect.poll(() => standing("book"), patience).toEqual(["good", "live", "plain"]);
});
