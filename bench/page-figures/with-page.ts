import { type BrowserWindow, type LaunchedBrowser, launchBrowser } from "../../tests/support/browser.ts";
import { clockPage } from "./page-clock.ts";

/** Opens a fresh browser whose pages are clocked, and closes it after the work. */
export async function withPage<Result>(screen: BrowserWindow, work: (launched: LaunchedBrowser) => Promise<Result>): Promise<Result> {
  const launched = await launchBrowser(screen);
  try {
    await launched.page.addInitScript(clockPage);
    return await work(launched);
  } finally {
    await launched.close();
  }
}
