import type { Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOUR_MS } from "#core/units.ts";
import { PANELS } from "#web/panels/registry.ts";
import { PANES } from "#web/panes/registry.ts";
import { type LaunchedBrowser, launchBrowser } from "../support/browser.ts";
import { horizontalOverflow } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

const PHONE_AT_ONE = { width: 360, height: 740, deviceScaleFactor: 1, touch: true } as const;
/** What the page needs to know which market is meant; everything else may be held back or fail. */
const OF_THE_PAGE = /\/v1\/(markets(\?|$)|status)/;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: RunningServer;
let browser: LaunchedBrowser;
const page = () => browser.page;
const panel = () => page().getByRole("tabpanel");
const panes = PANES.map(({ id }) => id).join(".");
const open = (query: string) => page().goto(`${server.url}/?${query}`);
/** Waits until the element says what is expected of it. */
const expectWords = (of: ReturnType<typeof panel>, words: RegExp) => expect.poll(() => of.innerText()).toMatch(words);
const legend = (title: string) => page().getByRole("group", { name: title, exact: true });

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--days", "1", "--data-dir", folder.path]);
  await untilFilled(server.url, "binance:BTCUSDT");
  browser = await launchBrowser(PHONE_AT_ONE);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await folder?.remove();
});

describe("simulated, and there, or empty with its reason", () => {
  test.each(PANELS.map(({ id }) => id))("the panel %s", async (id) => {
    await open(`panel=${id}`);
    await expectWords(panel(), /^SIMULATED: made-up traders, no real market\.\s+(?!Loading)[^]*(\$\d|%|\.)/);
    await expect.poll(() => panel().innerText()).not.toMatch(/Loading|could not|Reconnecting|NaN|undefined/);
    expect(await horizontalOverflow(page())).toBe(0);
  });

  test("the panes", async () => {
    await open(`panes=${panes}`);
    for (const { title } of PANES) await expectWords(legend(title), new RegExp(`${title}[^]*(\\d|no |not )`));
  });
});

describe("as known at an earlier instant", () => {
  test.each(PANELS.map(({ id }) => id))("the panel %s says so, and of when", async (id) => {
    const then = new Date(Date.now() - 2 * HOUR_MS).toISOString().slice(0, 16);
    await open(`panel=${id}&at=${then}Z`);
    await expectWords(panel(), new RegExp(`^REPLAY: as known at \\d+ \\w+ ${then.slice(11)} UTC\\.\\s+SIMULATED: made-up traders`));
    await expect.poll(() => panel().innerText()).not.toMatch(/Loading|could not|NaN|undefined/);
  });
});

describe("when nothing newer has come of the market for long, by the server's clock", () => {
  const LATER_MS = 20 * 60_000;
  const later = (message: string | Buffer): string | Buffer => {
    const told = typeof message === "string" ? JSON.parse(message) : undefined;
    return told?.type === "status" ? JSON.stringify({ ...told, status: { ...told.status, now: told.status.now + LATER_MS } }) : message;
  };
  beforeAll(async () => {
    await page().routeWebSocket(/stream/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => socket.send(later(message)));
    });
    await page().route(/\/v1\/status/, async (route) => {
      const response = await route.fetch();
      const status = await response.json();
      await route.fulfill({ response, json: { ...status, now: status.now + LATER_MS } });
    });
  });
  afterAll(async () => {
    await browser.close();
    browser = await launchBrowser(PHONE_AT_ONE);
  });

  test.each(PANELS.map(({ id }) => id))("the panel %s says of when its figures are", async (id) => {
    await open(`panel=${id}`);
    await expectWords(panel(), /As of \d\d:\d\d:\d\d UTC, [\d.]+ \w+ ago: nothing newer comes|has no|alone|No liquidation/);
  });
});

describe("while nothing answers yet, and when it does", () => {
  let held: Route[] = [];
  beforeAll(async () => {
    await page().routeWebSocket(/stream/, (socket) => socket.close());
    await page().route(/\/v1\//, (route) => (OF_THE_PAGE.test(route.request().url()) ? route.continue() : void held.push(route)));
  });
  afterAll(async () => {
    await page().unrouteAll({ behavior: "ignoreErrors" });
    held = [];
  });

  test.each(PANELS.map(({ id }) => id))("the panel %s is loading, and says that the stream is away", async (id) => {
    await open(`panel=${id}`);
    await expectWords(panel(), /Reconnecting since \d\d:\d\d:\d\d UTC[^]*(Loading|has no|alone|which is away)/);
  });

  test("the panes are loading", async () => {
    await open(`panes=${panes}`);
    for (const { title } of PANES) await expectWords(legend(title), /loading …/);
  });
});

describe("when the server fails", () => {
  const problem = { status: 503, contentType: "application/problem+json", body: JSON.stringify({ detail: "the store is being repaired" }) };
  beforeAll(async () => {
    await page().route(/\/v1\//, (route) => (OF_THE_PAGE.test(route.request().url()) ? route.continue() : route.fulfill(problem)));
  });
  afterAll(() => page().unrouteAll({ behavior: "ignoreErrors" }));

  test.each(PANELS.map(({ id }) => id))("the panel %s says what failed, since when and what happens next, or why it has nothing", async (id) => {
    await open(`panel=${id}`);
    await expectWords(panel(), /The store is being repaired\. Since \d\d:\d\d:\d\d UTC; the page tries again by itself|has no|alone|which is away/);
  });

  test("the map says it too", async () => {
    await open("");
    await page().getByText("Part of the map is missing").waitFor();
  });
});
