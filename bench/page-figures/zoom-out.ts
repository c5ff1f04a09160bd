import type { Page } from "playwright-core";
import type { BrowserWindow } from "../../tests/support/browser.ts";

/** Size of the wide map. */
const COLUMNS = 1_500;
const CELLS = 600;
const TILE = 256;

/** Zooms both axes out until a map of COLUMNS x CELLS is in sight, or it goes no further. Resolves with what is, in whole tiles less the two at the edges. */
export async function zoomOut(page: Page, screen: BrowserWindow): Promise<{ columns: number; cells: number }> {
  const columns = new Set<string>();
  const cells = new Set<string>();
  page.on("request", (request) => {
    const [, x, y] = /\/tiles\/\w+\/\d+\/(-?\d+)\/(-?\d+)$/.exec(request.url()) ?? [];
    if (x && y) {
      columns.add(x);
      cells.add(y);
    }
  });
  const size = () => ({ columns: (columns.size - 1) * TILE, cells: (cells.size - 1) * TILE });
  const axis = (await page.locator(".strip").boundingBox())!.x - 20;
  for (let drag = 0; drag < 14 && size().cells < CELLS; drag++) {
    await page.mouse.move(axis, screen.height * 0.35);
    await page.mouse.down();
    await page.mouse.move(axis, screen.height * 0.35 + 110, { steps: 6 });
    await page.mouse.up();
    await page.waitForTimeout(200);
  }
  await page.mouse.move(screen.width / 3, screen.height * 0.45);
  for (let notch = 0; notch < 60 && size().columns < COLUMNS; notch++) {
    await page.mouse.wheel(0, 60);
    await page.waitForTimeout(80);
  }
  await page.waitForTimeout(1_500);
  return size();
}
