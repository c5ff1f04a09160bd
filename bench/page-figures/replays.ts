import type { BrowserWindow } from "../../tests/support/browser.ts";
import { framesWhile } from "./frame-times.ts";
import { sayFigure, saySpread, spreadOf } from "./table.ts";
import { threadClock, threadsPerFrame } from "./thread-clock.ts";
import { untilFilled, untilInstant } from "./until-filled.ts";
import { withPage } from "./with-page.ts";

const FRAMES = 300;
const FRAME_MS = 18;
/** Two frames of 60 a second, and what a clock is off by. */
const TWO_FRAMES_MS = 35;
const TURNS = 5;
/** Presses from the speed that a replay begins with to the highest. */
const FASTER = 2;

/** Replay at its highest speed, and the way in and out. */
export const measureReplays = (base: string, screen: BrowserWindow): Promise<void> =>
  withPage(screen, async ({ browser, page }) => {
    await page.goto(`${base}/?window=24h`);
    await untilFilled(page);
    await page.waitForTimeout(1_500);
    const entered: number[] = [];
    const left: number[] = [];
    for (let turn = 0; turn < TURNS; turn++)
      for (const took of [entered, left]) {
        await page.keyboard.press("r");
        took.push(await untilInstant(page));
        await page.waitForTimeout(400);
      }
    for (const [what, took] of [["entering a replay", entered] as const, ["leaving it", left] as const]) {
      const spread = spreadOf(took);
      sayFigure({ what, target: "a frame or two", measured: saySpread(spread), isReached: spread.p95 < TWO_FRAMES_MS });
    }
    await page.keyboard.press("r");
    await untilFilled(page);
    for (let press = 0; press < FASTER; press++) await page.keyboard.press(">");
    await page.keyboard.press(" ");
    const slider = page.getByRole("slider", { name: "Instant that is shown" });
    const from = Number(await slider.inputValue());
    const threads = await threadClock(browser);
    const before = await threads();
    const { times, longTasks } = await framesWhile(page, FRAMES, () => page.waitForTimeout(50));
    const used = threadsPerFrame(before, await threads(), FRAMES);
    const minutes = (Number(await slider.inputValue()) - from) / 60_000;
    const spread = spreadOf(times);
    sayFigure({
      what: `replay at 600x, ${minutes.toFixed(0)} minutes of market in ${FRAMES} frames`,
      target: "frame p95 < 18 ms",
      measured: `${saySpread(spread)}; ${longTasks} long tasks; ${used}`,
      isReached: spread.p95 < FRAME_MS,
    });
  });
