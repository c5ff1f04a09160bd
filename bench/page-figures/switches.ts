import type { Page } from "playwright-core";
import type { BrowserWindow } from "../../tests/support/browser.ts";
import { marketsReplySchema } from "#wire/messages.ts";
import { sayFigure, saySpread, spreadOf } from "./table.ts";
import { untilFilled } from "./until-filled.ts";
import { withPage } from "./with-page.ts";

const FRESH_PAGES = 2;
/** One for each of two coins, and one through what is known by then. */
const ROUNDS = 3;
const CACHED_MS = 150;
const NOT_CACHED_MS = 400;
/** Between two switches: what follows the first picture must not weigh on the next. */
const REST_MS = 150;

const KINDS = ["window", "coin or exchange", "age", "tier or side"] as const;
type Kind = (typeof KINDS)[number];

interface Switch {
  readonly kind: Kind;
  readonly act: (page: Page) => Promise<unknown>;
}

const press = (kind: Kind, key: string): Switch => ({ kind, act: (page) => page.keyboard.press(key) });
/** As the browser's way back does it. */
const address = (kind: Kind, change: Readonly<Record<string, string>>): Switch => ({ kind, act: (page) => page.evaluate(changeAddress, change) });
const AGE = address("age", { age: "new-24h" });
/** Chips stand below the chart on a desk; on a phone they lie in a sheet, so there the address is changed. */
const chip = (name: string): Switch => ({ kind: "tier or side", act: (page) => page.getByRole("button", { name, exact: true }).first().click() });
const FILTERS = {
  desk: ["5x", "Longs", "5x", "Longs"].map(chip),
  phone: [{ tiers: "10.25.50.100" }, { sides: "short" }, { tiers: "10.25.50.100" }, { sides: "short" }].map((change) => address("tier or side", change)),
};
const EXCHANGE = press("coin or exchange", "e");

/** From the key or the press to the end of the frame in which the whole map is there. */
export async function measureSwitches(base: string, screen: BrowserWindow): Promise<void> {
  const windows = ["3", "6", "4", "7", "5"].map((key) => press("window", key));
  const round = [...windows, AGE, AGE, ...FILTERS[screen.touch ? "phone" : "desk"], EXCHANGE, EXCHANGE, EXCHANGE, press("coin or exchange", "]")];
  const times: Record<Kind, { readonly first: number[]; readonly again: number[] }> = {
    window: { first: [], again: [] },
    "coin or exchange": { first: [], again: [] },
    age: { first: [], again: [] },
    "tier or side": { first: [], again: [] },
  };
  const { markets } = marketsReplySchema.parse(await (await fetch(`${base}/v1/markets`)).json());
  const market = markets[0].id;
  for (let fresh = 0; fresh < FRESH_PAGES; fresh++)
    await withPage(screen, async ({ page }) => {
      // Named, so that the address is the same when the page comes back to it.
      await page.goto(`${base}/?market=${market}&window=24h`);
      await untilFilled(page);
      await page.waitForTimeout(1_500);
      const seen = new Set([placeOf(page)]);
      for (const { kind, act } of Array.from({ length: ROUNDS }, () => round).flat()) {
        await act(page);
        const took = await untilFilled(page);
        const place = placeOf(page);
        times[kind][seen.has(place) ? "again" : "first"].push(took);
        seen.add(place);
        await page.waitForTimeout(REST_MS);
      }
    });
  for (const kind of KINDS) say(kind, times[kind]);
}

function say(kind: Kind, { first, again }: { readonly first: readonly number[]; readonly again: readonly number[] }): void {
  const [cached, notCached] = [spreadOf(again), spreadOf(first)];
  sayFigure({ what: `another ${kind}, seen before`, target: "p95 < 150 ms", measured: saySpread(cached), isReached: cached.p95 < CACHED_MS });
  if (first.length > 0)
    sayFigure({
      what: `another ${kind}, for the first time`,
      target: "p95 < 400 ms",
      measured: saySpread(notCached),
      isReached: notCached.p95 < NOT_CACHED_MS,
    });
}

/** What of the address decides which data are needed: tiers and sides are other colours of the same. */
function placeOf(page: Page): string {
  const { searchParams } = new URL(page.url());
  return ["market", "window", "age"].map((field) => searchParams.get(field)).join(" ");
}

/** Runs in the page: sets what is not set, and the other way round. */
function changeAddress(change: Readonly<Record<string, string>>): void {
  const url = new URL(location.href);
  for (const [field, value] of Object.entries(change))
    if (url.searchParams.has(field)) url.searchParams.delete(field);
    else url.searchParams.set(field, value);
  history.pushState(null, "", url);
  dispatchEvent(new PopStateEvent("popstate"));
}
