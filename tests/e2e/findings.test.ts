import { afterAll, beforeAll, expect, test } from "vitest";
import { expectMapToChange, horizontalOverflow, pictureAtRest, pictureOfMap, readMapAt, untilDifference } from "../support/heat-page.ts";
import { marketFolderFiles } from "../support/market-folder.ts";
import { DESK, type StoredPage, openStoredPage } from "../support/stored-page.ts";

let stored: StoredPage;
const page = () => stored.browser.page;
const query = (name: string) => new URL(page().url()).searchParams.get(name);
const confidence = (name: RegExp) => page().getByRole("radiogroup", { name: "Least confidence" }).getByRole("radio", { name });
const SOME = { share: 0.01 };

beforeAll(async () => {
  stored = await openStoredPage(marketFolderFiles(600), { screen: DESK, window: "12h" });
});
afterAll(() => stored?.close());

test("a cluster under the pointer is told, and outlined while the pointer is on it", async () => {
  const pane = (await page().locator(".chart canvas").first().boundingBox())!;
  const readout = page().locator(".readout");
  const cluster = page().locator(".readout-cluster");
  const x = pane.x + pane.width * 0.8;
  for (let y = pane.y + 50; y < pane.y + pane.height; y += 6) if (/\bcluster\b/.test(await readMapAt(page(), x, y))) break;
  await expect
    .poll(() => cluster.innerText())
    .toMatch(/cluster\s*[\d,.]+–[\d,.]+\s*holds\s*\$[\d.]+[kMB]?\s*stands out\s*[\d.]+×\s*stood for\s*(≥ )?(new|\d+ (min|h|d))/);
  await expect.poll(() => readout.innerText()).toMatch(/p10–p90[\s\S]*confidence\s*\d+ %\s*grade\s*[ABCD]/);
  const outlined = await pictureOfMap(page());
  await page().mouse.move(pane.x + pane.width / 2, pane.y - 60);
  await untilDifference(page(), outlined, { holds: (share) => share > 0.0003 });
});

test("a cluster that is picked in the table is outlined until it is let go", async () => {
  await page().getByRole("tab", { name: "Clusters" }).click();
  const row = page()
    .getByRole("table", { name: /Clusters of/ })
    .locator("tbody tr[aria-rowindex]")
    .first();
  await row.waitFor();
  await row.getByRole("button").first().click();
  await expect.poll(() => row.getAttribute("aria-current")).toBe("true");
  await row.getByRole("button").first().click();
  await expect.poll(() => row.getAttribute("aria-current")).toBe("false");
  await page().getByRole("tab", { name: "Clusters" }).click();
});

test("what the model is less sure of is hidden at once, on the map and beside it, and the link says so", async () => {
  await page().getByRole("button", { name: "Least confidence: any" }).click();
  await confidence(/^any/).waitFor();
  const strip = () => page().locator(".strip").screenshot();
  const whole = await pictureAtRest(page());
  const wholeStrip = await strip();
  await expectMapToChange(page(), () => confidence(/^high/).click(), SOME);
  await expect.poll(async () => (await strip()).equals(wholeStrip)).toBe(false);
  await expect.poll(() => query("confidence")).toBe("high");
  await confidence(/^any/).click();
  await untilDifference(page(), whole, { holds: (share) => share < 0.004 });
  await expect.poll(() => query("confidence")).toBeNull();
  await confidence(/^medium/).click();
  await page().reload();
  await page().getByRole("button", { name: "Least confidence: medium, 35 %" }).waitFor();
  await page().goto(`${stored.server.url}/?window=12h`);
});

test("marks of swept clusters have a switch and a word in the link", async () => {
  const swept = page().getByRole("group", { name: "Layers" }).getByRole("button", { name: "Swept" });
  await page().getByText("swept: price went through a cluster").waitFor();
  await swept.click();
  await page().getByText("swept: price went through a cluster").waitFor({ state: "detached" });
  await expect.poll(() => query("layers")).toBe("modelled.realised");
  await swept.click();
  await expect.poll(() => query("layers")).toBeNull();
  expect(await horizontalOverflow(page())).toBe(0);
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));
