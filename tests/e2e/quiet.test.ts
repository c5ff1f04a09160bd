import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";
import { animationsSeen, blinking, movable, strayColours, watchFrames } from "../support/quiet-page.ts";
import { DESK, PHONE } from "../support/stored-page.ts";

const UPDATES = 6;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--days", "1", "--data-dir", folder.path]);
  await untilFilled(server.url, "binance:BTCUSDT");
});
afterAll(async () => {
  await server?.stop();
  await folder?.remove();
});

/** Waits until the price on screen has changed so many times. */
async function untilPriceHasMoved(page: Page, times: number): Promise<void> {
  const price = page.locator(".price");
  const seen = new Set<string>();
  await expect
    .poll(async () => {
      seen.add(await price.first().innerText());
      return seen.size;
    })
    .toBeGreaterThan(times);
}

/** Everything that can be pressed or filled in, by what it is called. */
const namesOfControls = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("a, button, input, select, [role=tab], [role=checkbox], [role=radio], [role=menuitem]")].map((control) =>
      [control.getAttribute("aria-label"), control.getAttribute("title"), control.textContent].filter(Boolean).join(" "),
    ),
  );

describe.each([
  { screen: "a desk", size: DESK },
  { screen: "a phone", size: PHONE },
])("on $screen", ({ size }) => {
  let browser: LaunchedBrowser;
  const page = () => browser.page;
  beforeAll(async () => {
    browser = await launchBrowser(size);
    await page().goto(`${server.url}/?panel=long-short&panes=oi.volume`);
    await untilMapIsFilled(page());
    await page().getByRole("tabpanel").getByText(/\$\d/).first().waitFor();
  });
  afterAll(() => browser?.close());

  test("nothing blinks while figures come in: nothing is animated by itself, and nothing goes and comes back", async () => {
    await watchFrames(page());
    await untilPriceHasMoved(page(), UPDATES);
    expect(await blinking(page())).toEqual([]);
    expect((await animationsSeen(page())).filter((animation) => !animation.startsWith("width of"))).toEqual([]);
  });

  test("colour is the data's: all that is pressed or headed is grey, or in the accent", async () => {
    expect(await strayColours(page())).toEqual([]);
    for (const path of ["/overview", "/health", "/?panel=clusters", "/?panel=orders"]) {
      await page().goto(server.url + path);
      await expect.poll(() => page().locator("body").innerText()).toMatch(/BTC[^]*\d/);
      expect([path, await strayColours(page())]).toEqual([path, []]);
    }
  });

  test("nothing offers alerts before there are any, and their key does nothing", async () => {
    await page().goto(server.url);
    await untilMapIsFilled(page());
    const before = page().url();
    await page().keyboard.press("a");
    expect(page().url()).toBe(before);
    expect(await page().getByRole("dialog").count()).toBe(0);
    await page()
      .getByRole("button", { name: size === PHONE ? "Chart tools" : "Settings" })
      .click();
    await page().getByRole("dialog").waitFor();
    const names = await namesOfControls(page());
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => /alert|alarm|notif|\bbell\b/i.test(name))).toEqual([]);
    await page().keyboard.press("Escape");
    await page().getByRole("dialog").waitFor({ state: "hidden" });
  });

  test("for who wants no motion nothing moves: no sheet, no popover, no panel, whatever is opened and shut", async () => {
    await page().emulateMedia({ reducedMotion: "reduce" });
    await watchFrames(page());
    const shut = async () => {
      await page().keyboard.press("Escape");
      await page().getByRole("dialog").waitFor({ state: "hidden" });
    };
    for (const name of [/^Coin: /, /feeds/, /^Reliability /, size === PHONE ? "Chart tools" : "Settings"]) {
      await page().getByRole("button", { name }).first().click();
      await page().getByRole("dialog").waitFor();
      expect(await movable(page())).toEqual([]);
      await shut();
    }
    for (const name of ["Cumulative", "Cumulative"]) await page().getByRole("tab", { name, exact: true }).click();
    await page().keyboard.press("4");
    await untilPriceHasMoved(page(), 1);
    expect(await movable(page())).toEqual([]);
    expect(await animationsSeen(page())).toEqual([]);
  });

  test("the page had no error from beginning to end", () => expect(browser.problems).toEqual([]));
});
