import type { Page } from "playwright-core";
import { expect } from "vitest";
import { describePixels, pixelDifference } from "./pixels.ts";

/** What is drawn of a map that is there: most of the chart coloured, in many shades. */
const FILLED = { share: 0.4, colours: 20 };

/** The candles and the heatmap as they are on the screen now. */
export function pictureOfMap(page: Page): Promise<Buffer> {
  return page.locator(".chart").screenshot();
}

/** Waits until the whole picture is there and no longer filling; rejects after `withinMs`. */
export async function untilMapIsFilled(page: Page, withinMs: number): Promise<void> {
  const look = async () => {
    const { filled, colours } = describePixels(await pictureOfMap(page));
    return filled > FILLED.share && colours > FILLED.colours;
  };
  await expect.poll(look, { timeout: withinMs, interval: 200 }).toBe(true);
}

/** Does something and waits until at least `share` of the map's pixels have changed for it; rejects after `withinMs`. */
export async function expectMapToChange(page: Page, act: () => Promise<unknown>, { share, withinMs }: { share: number; withinMs: number }): Promise<void> {
  const before = await pictureOfMap(page);
  await act();
  await expect.poll(async () => pixelDifference(before, await pictureOfMap(page)), { timeout: withinMs, interval: 50 }).toBeGreaterThan(share);
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
