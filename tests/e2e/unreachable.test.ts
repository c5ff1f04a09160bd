import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsInBothThemes } from "../support/accessibility.ts";
import { type LaunchedBrowser, launchBrowser, resizePage } from "../support/browser.ts";
import { horizontalOverflow } from "../support/heat-page.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

/** Live, and no exchange can be reached. */
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;

beforeAll(async () => {
  folder = await temporaryFolder();
  const nowhere = `127.0.0.1:${await freePort()}`;
  const env = { POWDERKEG_BINANCE_REST_URL: `http://${nowhere}`, POWDERKEG_BINANCE_WS_URL: `ws://${nowhere}` };
  server = await servePowderkeg(["--source", "live", "--exchanges", "binance", "--coins", "BTC", "--data-dir", folder.path], { env });
  browser = await launchBrowser({ width: 360, height: 740, deviceScaleFactor: 1, touch: true });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

test("the page says why there is no map, since when, and what can be done", async () => {
  await page().goto(server.url);
  const notice = page().getByRole("alert").filter({ hasText: "No exchange can be used" });
  await notice.waitFor();
  await expect
    .poll(() => notice.innerText())
    .toMatch(
      /^No exchange can be used since \d\d:\d\d:\d\d \S+\s+Cannot reach Binance at \S+: nothing accepts connections there \(ECONNREFUSED\)\.[^]*asked again[^]*doctor/,
    );
  expect(await horizontalOverflow(page())).toBe(0);
});

test("and nothing of that is closed to a keyboard or a screen reader, on a phone and on a desk, dark and light", async () => {
  await page().evaluate(() => localStorage.setItem("powderkeg-settings", JSON.stringify({ state: { theme: "system" }, version: 0 })));
  await page().reload();
  await page().getByRole("alert").filter({ hasText: "No exchange can be used" }).waitFor();
  expect(await faultsInBothThemes(page())).toEqual([]);
  await resizePage(page(), { width: 1600, height: 900 });
  await page().getByRole("button", { name: "Settings" }).waitFor();
  expect(await faultsInBothThemes(page())).toEqual([]);
  await resizePage(page(), { width: 360, height: 740 });
});

test("the Health page says the same of the exchange, and that there is no map", async () => {
  await page().goto(`${server.url}/health`);
  const said = page().getByRole("main");
  await expect.poll(() => said.innerText()).toMatch(/no map yet[^]*: cannot reach Binance at \S+ nothing accepts connections there/);
  const reply = await fetch(`${server.url}/readyz`);
  expect([reply.status, await reply.text()]).toEqual([503, expect.stringContaining("cannot reach Binance")]);
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
