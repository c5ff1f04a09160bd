import { join } from "node:path";
import { type BrowserWindow, type LaunchedBrowser, launchBrowser } from "./browser.ts";
import { pictureAtRest, untilMapIsFilled } from "./heat-page.ts";
import { untilFilled } from "./market-api.ts";
import { writeFiles } from "./market-folder.ts";
import { type RunningServer, runPowderkeg, servePowderkeg, temporaryFolder } from "./powderkeg.ts";

/** A browser on imported history, which is served as it is stored. */
export interface StoredPage {
  readonly server: RunningServer;
  readonly browser: LaunchedBrowser;
  close(): Promise<void>;
}

type MarketFiles = Readonly<Record<string, string>>;

export const DESK = { width: 1600, height: 900, deviceScaleFactor: 1 } as const;
export const PHONE = { width: 360, height: 740, deviceScaleFactor: 3, touch: true } as const;

/** Imports market folders, that of binance:BTCUSDT among them, serves them and opens a window of it; resolves when the map is whole. What was begun is ended when it cannot be. */
export async function openStoredPage(
  files: MarketFiles | readonly MarketFiles[],
  { screen, window }: { readonly screen: BrowserWindow; readonly window: string },
): Promise<StoredPage> {
  const begun: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of begun.toReversed()) await end();
  };
  try {
    const folder = await temporaryFolder();
    begun.push(folder.remove);
    const data = join(folder.path, "data");
    for (const [index, market] of (Array.isArray(files) ? files : [files]).entries()) {
      const from = await writeFiles(join(folder.path, `history-${index}`), market);
      const imported = await runPowderkeg(["import", "--from", from, "--data-dir", data]);
      if (imported.code !== 0) throw new Error(imported.stderr);
    }
    const server = await servePowderkeg(["--source", "replay", "--data-dir", data]);
    begun.push(() => server.stop());
    await untilFilled(server.url, "binance:BTCUSDT");
    const browser = await launchBrowser(screen);
    begun.push(() => browser.close());
    await browser.page.goto(`${server.url}/?window=${window}`);
    await untilMapIsFilled(browser.page);
    await pictureAtRest(browser.page);
    return { server, browser, close };
  } catch (error) {
    await close();
    throw error;
  }
}
