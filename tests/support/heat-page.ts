import type { Page } from "playwright-core";
import { requestsUnderWay } from "./browser.ts";
import { PATIENCE_MS } from "./patience.ts";
import { describePixels, pixelDifference } from "./pixels.ts";
import { until } from "./until.ts";

/** What is drawn of a map that is there: most of the chart coloured, in many shades. */
const FILLED = { share: 0.4, colours: 20 };
/** Between two pictures: what the worker draws a little later is in the second. */
const LOOK_AGAIN_MS = 300;

/** The candles and the heatmap as they are on the screen now. */
export function pictureOfMap(page: Page): Promise<Buffer> {
  return page.locator(".chart").screenshot();
}

/** Waits until most of the chart is map. */
export async function untilMapIsFilled(page: Page, withinMs = PATIENCE_MS): Promise<void> {
  let last = { filled: 0, colours: 0 };
  const look = async () => {
    last = describePixels(await pictureOfMap(page));
    return last.filled > FILLED.share && last.colours > FILLED.colours ? last : undefined;
  };
  await until(look, { withinMs, describe: () => `the map is not filled: ${JSON.stringify(last)}` });
}

/** A picture of a map of stored history that is whole: nothing that was asked for is still to come, and two pictures are the same. */
export async function pictureAtRest(page: Page): Promise<Buffer> {
  let last = await pictureOfMap(page);
  const look = async () => {
    await onPageClock(page, LOOK_AGAIN_MS);
    const before = last;
    last = await pictureOfMap(page);
    return requestsUnderWay(page) === 0 && pixelDifference(before, last) === 0 ? last : undefined;
  };
  return until(look, { describe: () => `the map does not come to rest, ${requestsUnderWay(page)} requests are under way` });
}

/** Does something and waits until at least `share` of the map's pixels have changed for it. */
export async function expectMapToChange(page: Page, act: () => Promise<unknown>, { share }: { share: number }): Promise<void> {
  const before = await pictureOfMap(page);
  await act();
  await untilDifference(page, before, { holds: (difference) => difference > share });
}

/** Waits until the difference to an earlier picture of the map is as wanted. */
export async function untilDifference(page: Page, before: Buffer, { holds }: { holds: (share: number) => boolean }): Promise<void> {
  let difference = Number.NaN;
  const look = async () => {
    difference = pixelDifference(before, await pictureOfMap(page));
    return holds(difference) ? difference : undefined;
  };
  await until(look, { describe: () => `${difference} of the pixels differ` });
}

const priceIn = (reading: string): string | undefined => /price\s*([\d,.]+)/.exec(reading)?.[1];

/** Moves the pointer to another price of the map and resolves to what is read there: it comes when the worker has answered, as a whole. */
export async function readMapAt(page: Page, x: number, y: number): Promise<string> {
  const reading = () => page.locator(".readout").innerText();
  const before = priceIn(await reading());
  await page.mouse.move(x, y);
  const look = async () => {
    const text = await reading();
    return [undefined, before].includes(priceIn(text)) ? undefined : text;
  };
  return until(look, { describe: () => `nothing is read at ${x}, ${y}` });
}

/**
 * Resolves when the page has drawn and `ms` have passed on its own clock: what it had put off for less is done, however slow the machine.
 * Only for what no one can see coming.
 */
export const onPageClock = (page: Page, ms: number): Promise<void> =>
  page.evaluate((wait) => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, wait))), ms);

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
