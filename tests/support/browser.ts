import { type Browser, type Page, type Request, chromium } from "playwright-core";
import { findChromium } from "./chromium.ts";
import { PATIENCE_MS } from "./patience.ts";

export interface BrowserWindow {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly deviceScaleFactor: number;
  /** A finger instead of a mouse. */
  readonly touch?: boolean;
  /** Lets the page keep its files, so that it opens without the server. Off: every load is a first one. */
  readonly keepsShell?: boolean;
}

export interface LaunchedBrowser {
  readonly browser: Browser;
  readonly page: Page;
  /** Errors of the page so far: uncaught exceptions, console errors, failed and refused requests. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
];

/** A machine without one makes Chromium speak `en-US@posix`, which Intl refuses. */
const LOCALE = { LANG: "en_US.UTF-8", LC_ALL: "en_US.UTF-8", LANGUAGE: "en_US" };

/** Starts Chromium with a fresh profile and one blank page of the given size; its own scale factor, because an emulated one blurs canvases. */
export async function launchBrowser(
  { width, height, deviceScaleFactor, touch = false, keepsShell = false }: BrowserWindow,
  env = process.env,
): Promise<LaunchedBrowser> {
  const found = await findChromium(env);
  const browser = await chromium.launch({
    executablePath: found.executable,
    args: [...FLAGS, `--window-size=${width},${height}`, `--force-device-scale-factor=${deviceScaleFactor}`],
    env: { ...env, ...LOCALE, ...found.env },
  });
  try {
    const context = await browser.newContext({ viewport: null, hasTouch: touch, locale: "en-US", serviceWorkers: keepsShell ? "allow" : "block" });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await resizePage(page, { width, height });
    watchRequests(page);
    return { browser, page, problems: collectProblems(page), close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Scale factor 0 means the browser's own: only the size is set, which a window may refuse (Chromium's are at least 500 wide). */
export async function resizePage(page: Page, size: { width: number; height: number }): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setDeviceMetricsOverride", { ...size, deviceScaleFactor: 0, mobile: false });
}

const unanswered = new WeakMap<Page, Set<Request>>();

/** How many requests of a page that {@link launchBrowser} opened wait for their answer. */
export const requestsUnderWay = (page: Page): number => unanswered.get(page)?.size ?? 0;

function watchRequests(page: Page): void {
  const underWay = new Set<Request>();
  unanswered.set(page, underWay);
  page.on("request", (request) => void underWay.add(request));
  for (const end of ["requestfinished", "requestfailed"] as const) page.on(end as "requestfinished", (request) => void underWay.delete(request));
}

function collectProblems(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "unknown";
    if (reason !== "net::ERR_ABORTED") problems.push(`request: ${request.url()} ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`reply: ${response.status()} ${response.url()}`);
  });
  return problems;
}
