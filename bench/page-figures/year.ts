import { marketsReplySchema } from "#wire/messages.ts";
import type { BrowserWindow } from "../../tests/support/browser.ts";
import { sayFigure } from "./table.ts";
import { untilFilled } from "./until-filled.ts";
import { withPage } from "./with-page.ts";

const LEAST_MS = 300 * 86_400_000;
const FILLED_MS = 1_000;

/** A year of one coin over all exchanges, where the server stores one: the page opened on it, and a page that turns to it. */
export async function measureYear(base: string, screen: BrowserWindow): Promise<void> {
  const { markets } = marketsReplySchema.parse(await (await fetch(`${base}/v1/markets`)).json());
  const long = markets.filter(({ firstTime, lastTime }) => firstTime !== null && lastTime !== null && lastTime - firstTime > LEAST_MS);
  const market = long.find(({ id }) => id.startsWith("all:")) ?? long[0];
  if (!market) return sayFigure({ what: "1 year of one coin", target: "< 1 s", measured: "this server stores no year", isReached: undefined });
  const exchanges = long.filter(({ coin, id }) => coin === market.coin && !id.startsWith("all:")).length;
  await withPage(screen, async ({ page }) => {
    const place = `${base}/?market=${market.id}`;
    await page.goto(`${place}&window=1y`, { waitUntil: "commit" });
    const opened = await untilFilled(page);
    await page.goto(`${place}&window=7d`);
    await untilFilled(page);
    await page.evaluate(() => {
      history.pushState(null, "", location.href.replace("7d", "1y"));
      dispatchEvent(new PopStateEvent("popstate"));
    });
    const turned = await untilFilled(page);
    const measured = `page opened on it ${opened.toFixed(0)} ms, open page turned to it ${turned.toFixed(0)} ms`;
    sayFigure({ what: `1 year of ${market.id}, ${exchanges} exchanges`, target: "< 1 s", measured, isReached: opened < FILLED_MS });
  });
}
