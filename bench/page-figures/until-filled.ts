import type { Page } from "playwright-core";

/** What has been there for so long is there: until then the page may still find out that something is missing. */
const STAYS_MS = 150;
const LONGEST_MS = 30_000;

/** Milliseconds from what was asked for, or from navigation, to the end of the frame since which everything in sight is there. */
export async function untilFilled(page: Page): Promise<number> {
  await page.waitForFunction(
    (staysMs) => {
      const { filledAt, begun, asked } = window.pageClock ?? {};
      return filledAt !== undefined && performance.now() - filledAt > staysMs && (begun === 0 || asked > 0);
    },
    STAYS_MS,
    { timeout: LONGEST_MS, polling: 30 },
  );
  return page.evaluate(() => (window.pageClock.filledAt ?? Number.NaN) - window.pageClock.begun);
}

/** Milliseconds from what was asked for to the end of the frame that shows another instant. */
export async function untilInstant(page: Page): Promise<number> {
  await page.waitForFunction(() => window.pageClock.instantAt !== undefined, undefined, { timeout: LONGEST_MS, polling: 30 });
  return page.evaluate(() => (window.pageClock.instantAt ?? Number.NaN) - window.pageClock.begun);
}
