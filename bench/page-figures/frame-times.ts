import type { Page } from "playwright-core";

export interface FrameTimes {
  /** Between each frame and the one before, ms. */
  readonly times: readonly number[];
  /** Tasks of the main thread of 50 ms and more. */
  readonly longTasks: number;
}

/** Clocks `count` frames while `act` runs over and over. */
export async function framesWhile(page: Page, count: number, act: (step: number) => Promise<unknown>): Promise<FrameTimes> {
  const frames = page.evaluate(async (wanted) => {
    let longTasks = 0;
    const observer = new PerformanceObserver((list) => (longTasks += list.getEntries().length));
    observer.observe({ type: "longtask" });
    const times: number[] = [];
    let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    while (times.length < wanted) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      times.push(now - last);
      last = now;
    }
    observer.disconnect();
    return { times, longTasks };
  }, count);
  const running = { done: false };
  void frames.finally(() => (running.done = true));
  for (let step = 0; !running.done; step++) await act(step);
  return frames;
}
