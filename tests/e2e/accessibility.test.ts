import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOUR_MS } from "#core/units.ts";
import { PANELS } from "#web/panels/registry.ts";
import { faultsInBothThemes } from "../support/accessibility.ts";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { smallTargets, smallTexts, untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";
import { unevenFigures } from "../support/quiet-page.ts";

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

const DESK = { width: 1600, height: 900, deviceScaleFactor: 1 };
const PHONE = { width: 360, height: 740, deviceScaleFactor: 3, touch: true };

/** Opens something that is named by its button, and says when it is there. */
interface Opened {
  readonly name: string;
  readonly button: RegExp;
}

const OF_A_DESK: readonly Opened[] = [
  { name: "coins", button: /^Coin: / },
  { name: "exchanges", button: /^Exchange: / },
  { name: "the grade", button: /^Reliability / },
  { name: "feeds", button: /feeds/ },
  { name: "the model", button: /^Model$/ },
  { name: "panes", button: /^Panes/ },
  { name: "units", button: /^USD$/ },
  { name: "palettes", button: /^Ember/ },
  { name: "help", button: /^Help$/ },
];

const OF_A_PHONE: readonly Opened[] = [
  { name: "coins", button: /^Coin: / },
  { name: "exchanges", button: /^Exchange: / },
  { name: "the grade", button: /^Reliability / },
  { name: "feeds", button: /feeds/ },
  { name: "windows", button: /^24h$/ },
  { name: "leverage", button: /^Tiers$/ },
  { name: "sides", button: /^Sides$/ },
  { name: "layers", button: /^Layers$/ },
  { name: "tools", button: /^Chart tools$/ },
];

/** Presses a button and waits for what it opens; the pointer then rests on nothing that would explain itself. */
async function open(page: Page, { button }: Opened): Promise<void> {
  await page.getByRole("button", { name: button }).first().click();
  await page.mouse.move(0, 0);
  await page.getByRole("dialog").waitFor();
  // Where the button was, something with a tip may lie now: Escape would put that away first.
  await page.mouse.move(1, 1);
}

async function shut(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
}

/** What is too small to be read or pressed, on a phone. */
const tooSmall = async (page: Page, size: typeof DESK): Promise<string[]> => [...(await smallTexts(page)), ...(size === PHONE ? await smallTargets(page) : [])];

describe.each([
  { screen: "a desk", size: DESK, things: OF_A_DESK },
  { screen: "a phone", size: PHONE, things: OF_A_PHONE },
])("on $screen, in both themes, nothing is closed to a keyboard or a screen reader, or too small", ({ size, things }) => {
  let browser: LaunchedBrowser;
  const page = () => browser.page;
  const expectNoFaults = async () =>
    expect([await faultsInBothThemes(page()), await tooSmall(page(), size), await unevenFigures(page())]).toEqual([[], [], []]);
  beforeAll(async () => {
    browser = await launchBrowser(size);
    await page().addInitScript((kept) => localStorage.setItem("powderkeg-settings", kept), JSON.stringify({ state: { theme: "system" }, version: 0 }));
    await page().goto(`${server.url}/?panes=open-interest.volume`);
    await untilMapIsFilled(page());
  });
  afterAll(() => browser?.close());

  test("the page", expectNoFaults);

  test.each(things)("$name", async (thing) => {
    await open(page(), thing);
    await expectNoFaults();
    await shut(page());
  });

  test.runIf(size === PHONE)("the model", async () => {
    await open(page(), { name: "layers", button: /^Layers$/ });
    await page().getByRole("button", { name: "Model: what the estimate rests on" }).click();
    const model = page().getByRole("dialog", { name: "What the model goes by" });
    await model.getByRole("rowheader", { name: "never" }).waitFor();
    await expectNoFaults();
    await page().keyboard.press("Escape");
    await model.waitFor({ state: "hidden" });
    await shut(page());
  });

  test("settings", async () => {
    if (size === PHONE) await open(page(), { name: "tools", button: /^Chart tools$/ });
    await page().getByRole("button", { name: "Settings" }).click();
    await page().getByRole("dialog", { name: "Settings" }).getByLabel("Time zone").waitFor();
    await expectNoFaults();
    await shut(page());
  });

  test.each(PANELS.map(({ title }) => title))("the panel %s", async (title) => {
    await page().getByRole("tab", { name: title, exact: true }).click();
    await page().getByRole("tabpanel", { name: title, exact: true }).waitFor();
    await expect.poll(() => page().getByText("Loading …").count()).toBe(0);
    await expectNoFaults();
  });

  test("a replay", async () => {
    await page().goto(`${server.url}/?panel=clusters&at=${new Date(Date.now() - 2 * HOUR_MS).toISOString().slice(0, 16)}Z`);
    await page().getByRole("region", { name: "Replay" }).waitFor();
    await untilMapIsFilled(page());
    await expectNoFaults();
  });

  test("what a server that fails is shown as", async () => {
    const problem = { status: 503, contentType: "application/problem+json", body: JSON.stringify({ detail: "the store is being repaired" }) };
    await page().route(/\/v1\/(?!markets(\?|$)|status)/, (route) => route.fulfill(problem));
    await page().goto(`${server.url}/?panel=long-short`);
    await page()
      .getByText(/The store is being repaired/)
      .first()
      .waitFor();
    await expectNoFaults();
    await page().unrouteAll({ behavior: "ignoreErrors" });
  });

  test("overview", async () => {
    await page().goto(`${server.url}/overview`);
    await page().getByRole("link", { name: /^BTC/ }).waitFor();
    await expectNoFaults();
  });

  test("health", async () => {
    await page().goto(`${server.url}/health`);
    await page().getByRole("heading", { name: "Binance" }).waitFor();
    await expectNoFaults();
  });
});
