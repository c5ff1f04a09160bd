import type { CDPSession } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PANELS } from "#web/panels/registry.ts";
import { marketFolderFiles } from "../support/market-folder.ts";
import { PHONE, type StoredPage, openStoredPage } from "../support/stored-page.ts";
import { type Point, swipe, untilStill } from "../support/touches.ts";

let stored: StoredPage;
let touches: CDPSession;
const page = () => stored.browser.page;
const inAddress = () => new URL(page().url()).searchParams.get("panel");
const tab = (name: string) => page().getByRole("tab", { name, exact: true });
const isOpen = (name: string) => tab(name).getAttribute("aria-selected");

beforeAll(async () => {
  stored = await openStoredPage(marketFolderFiles(480), { screen: PHONE, window: "4h" });
  touches = await page().context().newCDPSession(page());
});
afterAll(() => stored?.close());

/** Somewhere on the open panel, as shares of it, once its sheet has come to rest. */
async function at(x: number, y: number): Promise<Point> {
  const box = await untilStill(page(), async () => (await page().getByRole("tabpanel").boundingBox())!);
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

const between = (from: Point, to: Point, share: number): Point => ({ x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) });

/** A finger goes all the way without a hurry, and rests before it lifts: nothing is thrown. */
async function drag(from: Point, to: Point): Promise<void> {
  await swipe(
    touches,
    [0, 0.1, 0.2, 0.4, 0.6, 0.8, 1].map((share) => between(from, to, share)),
    { restMs: 120 },
  );
}

async function openPanel(name: string): Promise<void> {
  await tab(name).evaluate((element) => element.scrollIntoView({ inline: "center" }));
  await tab(name).tap();
  await expect.poll(() => isOpen(name)).toBe("true");
  await page().getByRole("tabpanel").locator(".panel-state, table, .long-short, .cumulative").first().waitFor();
}

test("a swipe to the left opens the next panel, one to the right the one before; tabs and link follow", async () => {
  await openPanel("Clusters");
  await drag(await at(0.85, 0.6), await at(0.15, 0.62));
  await expect.poll(inAddress).toBe("long-short");
  await expect.poll(() => isOpen("Long vs short")).toBe("true");
  const isInSight = ({ x, width }: { x: number; width: number }) => x >= 0 && x + width <= 360;
  await expect.poll(async () => isInSight((await tab("Long vs short").boundingBox())!)).toBe(true);
  await page().getByRole("tabpanel").locator(".long-short").waitFor();
  await drag(await at(0.15, 0.05), await at(0.85, 0.05));
  await expect.poll(inAddress).toBe("clusters");
});

test("under way the panel follows the finger, the name of the next shows, and a short pull leads nowhere", async () => {
  const from = await at(0.7, 0.6);
  const to = { x: from.x - 80, y: from.y };
  await swipe(touches, [from, { x: from.x - 20, y: from.y }, to], { lift: false });
  await expect
    .poll(() =>
      page()
        .locator(".swipe-page")
        .evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).e),
    )
    .toBeLessThan(-50);
  await expect.poll(() => page().locator(".swipe-name").innerText()).toBe("Long vs short");
  await swipe(touches, [to], { restMs: 200 });
  await expect.poll(() => page().locator(".swipe-name").count()).toBe(0);
  expect(inAddress()).toBe("clusters");
});

test("at either end nothing lies beyond", async () => {
  await drag(await at(0.15, 0.6), await at(0.85, 0.6));
  await expect.poll(() => page().locator(".swipe-page").getAttribute("data-held")).toBe("false");
  expect(inAddress()).toBe("clusters");
  const last = PANELS[PANELS.length - 1];
  await openPanel(last.title);
  await drag(await at(0.85, 0.6), await at(0.15, 0.6));
  await expect.poll(() => page().locator(".swipe-page").getAttribute("data-held")).toBe("false");
  expect(inAddress()).toBe(last.id);
});

test("a finger on a chart reads it, and one that goes down scrolls: no panel is left for it", async () => {
  await openPanel("Cumulative");
  const plot = await untilStill(page(), async () => (await page().locator(".cumulative-plot").boundingBox())!);
  const middle = { x: plot.x + plot.width / 2, y: plot.y + plot.height / 2 };
  await drag({ x: plot.x + plot.width * 0.8, y: middle.y }, { x: plot.x + plot.width * 0.2, y: middle.y });
  expect(inAddress()).toBe("cumulative");
  await drag(await at(0.5, 0.9), await at(0.45, 0.1));
  expect(inAddress()).toBe("cumulative");
});

test("keys go along the tabs as ever, and who wants less motion sees none", async () => {
  await page().emulateMedia({ reducedMotion: "reduce" });
  await tab("Cumulative").focus();
  await page().keyboard.press("ArrowRight");
  await page().keyboard.press("Enter");
  await expect.poll(inAddress).toBe(PANELS[PANELS.findIndex(({ id }) => id === "cumulative") + 1].id);
  await drag(await at(0.15, 0.04), await at(0.85, 0.04));
  await expect.poll(inAddress).toBe("cumulative");
  expect(
    await page()
      .locator(".swipe-page")
      .evaluate((element) => getComputedStyle(element).animationName),
  ).toBe("none");
});

test("the page had no error from beginning to end", () => expect(stored.browser.problems).toEqual([]));
