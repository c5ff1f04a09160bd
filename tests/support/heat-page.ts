import type { Page } from "playwright-core";
import { describePixels, pixelDifference } from "./pixels.ts";
import { until } from "./until.ts";

/** What is drawn of a map that is there: most of the chart coloured, in many shades. */
const FILLED = { share: 0.4, colours: 20 };

/** The candles and the heatmap as they are on the screen now. */
export function pictureOfMap(page: Page): Promise<Buffer> {
  return page.locator(".chart").screenshot();
}

/** Waits until most of the chart is map; rejects after `withinMs`. */
export async function untilMapIsFilled(page: Page, withinMs: number): Promise<void> {
  let last = { filled: 0, colours: 0 };
  const look = async () => {
    last = describePixels(await pictureOfMap(page));
    return last.filled > FILLED.share && last.colours > FILLED.colours ? last : undefined;
  };
  await until(look, { withinMs, describe: () => `the map is not filled: ${JSON.stringify(last)}` });
}

/** Does something and waits until at least `share` of the map's pixels have changed for it; rejects after `withinMs`. */
export async function expectMapToChange(page: Page, act: () => Promise<unknown>, { share, withinMs }: { share: number; withinMs: number }): Promise<void> {
  const before = await pictureOfMap(page);
  await act();
  await untilDifference(page, before, { withinMs, holds: (difference) => difference > share });
}

/** Waits until the difference to an earlier picture of the map is as wanted; rejects after `withinMs`. */
export async function untilDifference(page: Page, before: Buffer, { withinMs, holds }: { withinMs: number; holds: (share: number) => boolean }): Promise<void> {
  let difference = Number.NaN;
  const look = async () => {
    difference = pixelDifference(before, await pictureOfMap(page));
    return holds(difference) ? difference : undefined;
  };
  await until(look, { withinMs, describe: () => `${difference} of the pixels differ` });
}

/** Pixels that the page is wider than its window. */
export function horizontalOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** Texts set smaller than 11 px, with their size. */
export function smallTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("body *")]
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()))
      .filter((element) => (element as HTMLElement).checkVisibility() && parseFloat(getComputedStyle(element).fontSize) < 11)
      .map((element) => `${element.textContent} at ${getComputedStyle(element).fontSize}`),
  );
}

/** Buttons and chips narrower or lower than 40 px, with their size. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("button, [role=radio], select, input")]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.width < 40 || box.height < 40))
      .map(({ element, box }) => `${element.getAttribute("aria-label") ?? element.textContent}: ${Math.round(box.width)} x ${Math.round(box.height)}`),
  );
}
