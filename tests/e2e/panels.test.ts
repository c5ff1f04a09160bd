import { afterAll, beforeAll, expect, test } from "vitest";
import { readWeights } from "#cli/offline/weights-file.ts";
import { PANELS } from "#web/panels/registry.ts";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { horizontalOverflow, smallTargets, smallTexts } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;
const tab = (name: string) => page().getByRole("tab", { name, exact: true });
const panel = () => page().getByRole("tabpanel");

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "binance,bybit", "--coins", "BTC,ETH", "--days", "1", "--data-dir", folder.path]);
  browser = await launchBrowser({ width: 1600, height: 900, deviceScaleFactor: 1 });
  for (const market of ["all:BTC", "all:ETH"]) await untilFilled(server.url, market);
  await page().goto(server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

test("the overview sorts its coins, and a press goes to one", async () => {
  await tab("Overview").click();
  const coins = () => panel().locator("tbody tr[aria-rowindex] td:first-child").allInnerTexts();
  await expect.poll(coins).toEqual(["BTC", "ETH"]);
  await panel().getByRole("button", { name: "Coin" }).click();
  await panel().getByRole("button", { name: "Coin" }).click();
  await expect.poll(coins).toEqual(["ETH", "BTC"]);
  await expect.poll(() => panel().getByRole("columnheader", { name: "Coin" }).getAttribute("aria-sort")).toBe("descending");
  await expect.poll(() => new URL(page().url()).searchParams.get("set")).toBe("sort-coin.down");
  await page().reload();
  await expect.poll(coins).toEqual(["ETH", "BTC"]);
  await expect.poll(() => panel().getByRole("columnheader", { name: "Coin" }).getAttribute("aria-sort")).toBe("descending");
  await panel().getByRole("button", { name: "ETH", exact: true }).press("Enter");
  await page().getByRole("button", { name: "Coin: ETH" }).waitFor();
  await expect.poll(() => new URL(page().url()).searchParams.toString()).toContain("overview");
});

test("clusters are listed with what they are worth and who holds them", async () => {
  await tab("Clusters").click();
  const rows = panel().locator("tbody tr[aria-rowindex]");
  // How many there are is the simulated market's affair, which is of today: a flat one has none, and says so.
  await expect.poll(() => panel().innerText()).toMatch(/\$\d|Nothing stands out/);
  if ((await rows.count()) === 0) return;
  await expect.poll(() => rows.first().innerText()).toMatch(/(longs|shorts)[^]*\$[\d.]+[kM]–\$[\d.]+[kMB][^]*\/2/);
  await panel().getByRole("button", { name: "Distance" }).click();
  const distances = async () => (await rows.locator("td:nth-child(3)").allInnerTexts()).map((text) => Number(/[\d.]+/.exec(text)?.[0]));
  const isAscending = (values: readonly number[]) => values.every((value, at) => at === 0 || value >= values[at - 1]);
  await expect.poll(async () => isAscending(await distances())).toBe(true);
});

test("exchanges stand beside each other on one axis, and the pointer reads them", async () => {
  await tab("Exchanges").click();
  for (const name of ["All together", "Binance", "Bybit"])
    await panel()
      .getByRole("img", { name: `${name}: ` })
      .waitFor();
  await panel()
    .getByRole("img", { name: "Bybit: " })
    .hover({ position: { x: 40, y: 10 } });
  await expect.poll(() => panel().innerText()).toMatch(/−\d\.\d\d to −\d\.\d\d %: \$[\d.]+[kMB]? of longs/);
  await expect.poll(() => panel().innerText()).toMatch(/Funding for 8 hours: \S+ [+−]\d\.\d{4} %, .* (Longs pay \+\d\.\d{4} % more on |The same everywhere\.)/);
});

test("bars and running totals stand on an axis of distances with their prices", async () => {
  for (const [name, edge] of [
    ["Long vs short", "5 %"],
    ["Cumulative", "10 %"],
  ]) {
    await tab(name).click();
    const axis = new RegExp(`−${edge}\\s+[\\d,.]+\\s[^]*price\\s+[\\d,.]+\\s[^]*\\+${edge}\\s+[\\d,.]+`);
    await expect.poll(() => panel().innerText()).toMatch(axis);
    const amounts = await panel().locator(".amount-grid .figure").all();
    const plot = (await panel().locator(".amount-grid").boundingBox())!;
    const frame = (await panel().boundingBox())!;
    expect(amounts.length).toBeGreaterThan(0);
    for (const amount of amounts) {
      const box = (await amount.boundingBox())!;
      expect([box.x >= frame.x, box.x + box.width <= plot.x]).toEqual([true, true]);
    }
  }
});

test("the model of a coin over all exchanges is each exchange's own", async () => {
  await page().getByRole("button", { name: "Model", exact: true }).click();
  const card = page().getByRole("dialog", { name: "Model" });
  await card.getByRole("radio", { name: "Binance" }).waitFor();
  await expect.poll(() => card.getByRole("radio", { name: "Binance" }).getAttribute("aria-checked")).toBe("true");
  await card.getByRole("table", { name: /effective leverage/ }).waitFor();
  await card.getByRole("radio", { name: "Bybit" }).click();
  await expect.poll(() => card.getByRole("radio", { name: "Bybit" }).getAttribute("aria-checked")).toBe("true");
  await card.getByRole("table", { name: /effective leverage/ }).waitFor();
  const coming = page().waitForEvent("download");
  await card.getByRole("button", { name: "Save these weights" }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toBe("weights-bybit-ETHUSDT.json");
  // What the browser saves is what `--weights` takes.
  expect(await readWeights(await file.path())).toMatchObject({ instrument: { exchange: "bybit", symbol: "ETHUSDT" } });
  await page().keyboard.press("Escape");
  await card.waitFor({ state: "hidden" });
});

test("where exchanges agree is a layer of the map, in the link, and goes with its filters", async () => {
  const chip = page().getByRole("group", { name: "Layers" }).getByRole("button", { name: "Consensus" });
  await chip.click();
  const said = page().getByText(/^Consensus of 2 exchanges: (most agree on \d+ of \d+ clusters|no cluster stands out)/);
  await said.waitFor({ state: "attached" });
  await expect.poll(() => new URL(page().url()).searchParams.get("layers")).toBe("modelled.realised.swept.consensus");
  await page()
    .getByText(/consensus: strong line, most exchanges held the cluster then/)
    .waitFor();
  await chip.click();
  await said.waitFor({ state: "detached" });
});

test("the tape shows prints, or says that there are none", async () => {
  await tab("Tape").click();
  await expect.poll(() => panel().innerText()).toMatch(/Printed by exchanges|No liquidation has been printed/);
  expect(await horizontalOverflow(page())).toBe(0);
  expect(await smallTexts(page())).toEqual([]);
  expect(browser.problems).toEqual([]);
});

test("on a phone every panel fits, and can be read and pressed", async () => {
  const phone = await launchBrowser({ width: 360, height: 740, deviceScaleFactor: 3, touch: true });
  try {
    for (const { id } of PANELS) {
      await phone.page.goto(new URL(`?panel=${id}`, server.url).href);
      const sheet = phone.page.getByRole("tabpanel");
      await expect.poll(() => sheet.innerText()).toMatch(/\$\d|No liquidation|Nothing stands out/);
      expect([id, await horizontalOverflow(phone.page), await smallTexts(phone.page), await smallTargets(phone.page)]).toEqual([id, 0, [], []]);
    }
  } finally {
    await phone.close();
  }
});
