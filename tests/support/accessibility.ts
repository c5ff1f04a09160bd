import axe from "axe-core";
import type { Page } from "playwright-core";

/** Every rule of axe for WCAG 2.2 A and AA and its best practices; those of the next level are experiments. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe objects to in the page as it stands, one line an element: `rule: element (what is wrong)`. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((rules) => window.axe.run(document, { runOnly: rules, resultTypes: ["violations"] }), RULES);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} (${failureSummary ?? ""})`));
}

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}
