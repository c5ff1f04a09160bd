import type { Request } from "playwright-core";
import type { BrowserWindow } from "../../tests/support/browser.ts";
import { kB, sayFigure, saySpread, spreadOf } from "./table.ts";
import { untilFilled } from "./until-filled.ts";
import { withPage } from "./with-page.ts";

const LOADS = 7;
const FILLED_MS = 1_500;
const SCRIPT_BYTES = 250_000;
const MAP_BYTES = 150_000;
const PHONE_BYTES = 200_000;

interface Load {
  readonly filledMs: number;
  /** Over the wire, heads included, until the map was filled. */
  readonly bytes: { readonly all: number; readonly scripts: number; readonly map: number; readonly stream: number };
}

/** Opens the page in fresh browsers: how long until every tile in sight is painted, and what came over the wire until then. */
export async function measureFirstLoads(base: string, screen: BrowserWindow): Promise<void> {
  const loads: Load[] = [];
  for (let load = 0; load < LOADS; load++) loads.push(await loadOnce(base, screen));
  const filled = spreadOf(loads.map(({ filledMs }) => filledMs));
  const bytes = loads.at(-1)?.bytes ?? { all: 0, scripts: 0, map: 0, stream: 0 };
  sayFigure({ what: "first load to a filled map", target: "< 1.5 s", measured: saySpread(filled), isReached: filled.p50 < FILLED_MS });
  sayFigure({ what: "scripts until then, with heads", target: "< 250 kB", measured: kB(bytes.scripts), isReached: bytes.scripts < SCRIPT_BYTES });
  sayFigure({ what: "tiles of the first map", target: "< 150 kB", measured: kB(bytes.map), isReached: bytes.map < MAP_BYTES });
  sayFigure({
    what: "everything until then (and of the stream)",
    target: screen.touch ? "< 200 kB" : "",
    measured: `${kB(bytes.all)} (${kB(bytes.stream)})`,
    isReached: screen.touch ? bytes.all < PHONE_BYTES : undefined,
  });
}

const loadOnce = (base: string, screen: BrowserWindow): Promise<Load> =>
  withPage(screen, async ({ page }) => {
    const finished: { readonly request: Request; readonly atMs: number }[] = [];
    const heard: { readonly bytes: number; readonly atMs: number }[] = [];
    page.on("requestfinished", (request) => finished.push({ request, atMs: request.timing().startTime + request.timing().responseEnd }));
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => heard.push({ bytes: payload.length, atMs: Date.now() })));
    await page.goto(`${base}/?window=24h`, { waitUntil: "commit" });
    const filledMs = await untilFilled(page);
    const filledAt = (await page.evaluate(() => performance.timeOrigin)) + filledMs;
    const replies = finished.filter(({ atMs }) => atMs <= filledAt);
    const sizes = await Promise.all(replies.map(async ({ request }) => ({ url: request.url(), ...(await request.sizes()) })));
    const bytes = (part: string) =>
      sizes.filter(({ url }) => url.includes(part)).reduce((sum, { responseBodySize, responseHeadersSize }) => sum + responseBodySize + responseHeadersSize, 0);
    const stream = heard.filter(({ atMs }) => atMs <= filledAt).reduce((sum, frame) => sum + frame.bytes, 0);
    return { filledMs, bytes: { all: bytes(""), scripts: bytes(".js"), map: bytes("/tiles/"), stream } };
  });
