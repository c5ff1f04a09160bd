import { afterAll, beforeAll, expect, test } from "vitest";
import { requestsUnderWay } from "../support/browser.ts";
import { onPageClock, pictureAtRest, readMapAt, untilDifference } from "../support/heat-page.ts";
import { marketFolderFiles } from "../support/market-folder.ts";
import { DESK, type StoredPage, openStoredPage } from "../support/stored-page.ts";
import { untilStill } from "../support/touches.ts";

let stored: StoredPage;
const page = () => stored.browser.page;
const query = (name: string) => new URL(page().url()).searchParams.get(name);
const tool = (name: string) => page().getByRole("toolbar", { name: "Chart tools" }).getByRole("button", { name, exact: true });
const readout = () => page().locator(".readout").innerText();
const lines = () => (query("lines") ?? "").split("_").filter(Boolean).map(Number);

/** A place of the map by its shares. */
async function at(right: number, down: number): Promise<readonly [number, number]> {
  const pane = (await page().locator(".chart canvas").first().boundingBox())!;
  return [pane.x + pane.width * right, pane.y + pane.height * down];
}

beforeAll(async () => {
  stored = await openStoredPage(marketFolderFiles(600), { screen: DESK, window: "12h" });
});
afterAll(() => stored?.close());

test("h puts a line at the price under the pointer, with what a move there would fire; on it, h takes it away", async () => {
  const before = await pictureAtRest(page());
  await page().mouse.move(...(await at(0.5, 0.25)));
  await page().keyboard.press("h");
  await expect.poll(lines).toHaveLength(1);
  await page().mouse.move(...(await at(0.5, 0.75)));
  await page().keyboard.press("h");
  await expect.poll(lines).toHaveLength(2);
  expect(lines()[0]).toBeGreaterThan(lines()[1]);
  await page().mouse.move(5, 5);
  await untilDifference(page(), before, { holds: (share) => share > 0.001 });
  await page().mouse.move(...(await at(0.4, 0.755)));
  await page().keyboard.press("h");
  await expect.poll(lines).toHaveLength(1);
});

test("lines are there again in a page without a link, and a link brings its own", async () => {
  const [kept] = lines();
  await page().goto(stored.server.url);
  await expect.poll(lines).toEqual([kept]);
  await page().goto(`${stored.server.url}/?window=12h&lines=${kept + 10}_${kept - 10}`);
  await page().locator(".readout").waitFor();
  await expect.poll(lines).toEqual([kept + 10, kept - 10]);
});

test("the button waits for a click, which explains no cell", async () => {
  await tool("Line at a price").click();
  await page().getByText("Choose a price for the line").waitFor();
  await page().mouse.click(...(await at(0.3, 0.1)));
  await expect.poll(lines).toHaveLength(3);
  expect(await page().getByRole("button", { name: "Why here?" }).count()).toBe(0);
  await page().getByText("Choose a price for the line").waitFor({ state: "detached" });
});

test("p pins the crosshair: its reading stays while the pointer goes elsewhere, until Escape", async () => {
  await readMapAt(page(), ...(await at(0.5, 0.3)));
  // What only the server knows is asked for when the pointer has rested.
  await onPageClock(page(), 300);
  await expect.poll(() => requestsUnderWay(page())).toBe(0);
  const pinned = await untilStill(page(), readout);
  await page().keyboard.press("p");
  await expect.poll(() => tool("Pin crosshair").getAttribute("aria-pressed")).toBe("true");
  await page().mouse.move(...(await at(0.2, 0.8)));
  await page().mouse.move(...(await at(0.25, 0.7)));
  expect(await readout()).toBe(pinned);
  await page().keyboard.press("Escape");
  await page().mouse.move(...(await at(0.2, 0.8)));
  await expect.poll(readout).not.toBe(pinned);
});

test("two points are measured as fast as a hand chooses them, and a double click chooses one", async () => {
  await page().keyboard.press("m");
  await page().getByText("Choose the first point").waitFor();
  await page().mouse.click(...(await at(0.3, 0.3)));
  await page().mouse.click(...(await at(0.5, 0.6)));
  const measured = () => page().locator("output.unseen").textContent();
  await expect.poll(measured).toMatch(/^−[\d.]+ % · −\d+ bps · /);
  await page().keyboard.press("Escape");
  await page().keyboard.press("m");
  await page().mouse.dblclick(...(await at(0.4, 0.4)));
  await page().getByText("Choose the second point").waitFor();
  expect(await measured()).toBe("");
  await page().keyboard.press("Escape");
});

test("candles become a line by their button, and the link says so", async () => {
  const before = await pictureAtRest(page());
  await tool("Price as a line").click();
  await expect.poll(() => query("price")).toBe("line");
  await untilDifference(page(), before, { holds: (share) => share > 0.001 });
  await tool("Price as a line").click();
  await expect.poll(() => query("price")).toBeNull();
});

test("keys go through windows, leverage, help and settings, and are quiet in a field", async () => {
  await page().keyboard.press("3");
  await expect.poll(() => query("window")).toBe("4h");
  await page().keyboard.press("t");
  await expect.poll(() => query("tiers")).toBe("5");
  await page().keyboard.press("T");
  await expect.poll(() => query("tiers")).toBeNull();
  await page().keyboard.press("?");
  await page().getByRole("dialog", { name: "Reading the map" }).getByText("previous or next coin").waitFor();
  await page().keyboard.press("Escape");
  await page().getByRole("dialog", { name: "Reading the map" }).waitFor({ state: "hidden" });
  await page().keyboard.press("s");
  const rate = page().getByRole("dialog", { name: "Settings" }).getByRole("textbox").first();
  await rate.focus();
  await page().keyboard.press("4");
  expect(query("window")).toBe("4h");
  await page().keyboard.press("Escape");
});

test("the drawer is as high as its edge was pulled, also after a reload", async () => {
  await page().getByRole("tab", { name: "Long vs short" }).click();
  const edge = () => page().getByRole("separator", { name: "Height of the drawer" });
  const height = async () => (await page().getByRole("tabpanel").boundingBox())!.height;
  const before = await height();
  const box = (await edge().boundingBox())!;
  await page().mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page().mouse.down();
  await page().mouse.move(box.x + box.width / 2, box.y - 80, { steps: 4 });
  await page().mouse.up();
  await expect.poll(height).toBeGreaterThan(before + 60);
  const pulled = await untilStill(page(), height);
  await page().reload();
  await expect.poll(async () => Math.abs((await height()) - pulled)).toBeLessThan(1);
  await edge().press("ArrowDown");
  await expect.poll(height).toBeLessThan(pulled);
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));
