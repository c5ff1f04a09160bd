import axe from "axe-core";
import type { Page } from "playwright-core";

/** Every rule of axe for WCAG 2.2 A and AA and its best practices; those of the next level are experiments. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The rules that a theme can break: all others read the same elements in either. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];

/** What axe objects to in the page as it stands, one line an element: `rule: element (what is wrong)`. */
export const accessibilityFaults = (page: Page): Promise<string[]> => faultsBy(page, RULES);

/** The same of a page whose theme is the system's, in both: what colour has nothing to do with is looked for once. It is left dark. */
export async function faultsInBothThemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  await page.locator('html[data-theme="light"]').waitFor();
  const light = await faultsBy(page, RULES_OF_COLOUR);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.locator('html[data-theme="dark"]').waitFor();
  return [...light.map((fault) => `light: ${fault}`), ...(await accessibilityFaults(page))];
}

async function faultsBy(page: Page, rules: readonly string[]): Promise<string[]> {
  await untilAtRest(page);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { runOnly: [...runOnly], resultTypes: ["violations"] }), rules);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} (${failureSummary ?? ""})`));
}

/** What glides lies over what it does not lie over in the end. */
const untilAtRest = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const ending = document.getAnimations().filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}
