import { cp, readFile, writeFile } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultsInBothThemes } from "../support/accessibility.ts";
import { type LaunchedBrowser, launchBrowser, resizePage } from "../support/browser.ts";
import { untilMapIsFilled } from "../support/heat-page.ts";
import { untilFilled } from "../support/market-api.ts";
import { type RunningServer, servePowderkeg, temporaryFolder } from "../support/powderkeg.ts";

const PHONE = { width: 360, height: 740, deviceScaleFactor: 3, touch: true, keepsShell: true };

describe("without its server", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: RunningServer;
  let browser: LaunchedBrowser;
  const page = () => browser.page;
  const serve = (port: string) =>
    servePowderkeg(["--source", "simulated", "--exchanges", "binance", "--coins", "BTC", "--days", "1", "--data-dir", folder.path, "--port", port]);

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await serve("0");
    await untilFilled(server.url, "binance:BTCUSDT");
    browser = await launchBrowser(PHONE);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await folder?.remove();
  });

  test("the page can be installed: a manifest with icons of its sizes, and a worker that keeps the page's files and nothing of the API", async () => {
    await page().goto(server.url);
    await untilMapIsFilled(page());
    const manifest = (await (await fetch(`${server.url}/manifest.webmanifest`)).json()) as { icons: { src: string; sizes: string; purpose: string }[] };
    expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(
      expect.arrayContaining(["192x192 any", "512x512 any", "512x512 maskable"]),
    );
    for (const { src, sizes } of manifest.icons) if (src.endsWith(".png")) expect(await pngSize(new URL(src, server.url))).toBe(sizes);
    await page().evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const kept = await keptPaths();
    expect(kept).toEqual(expect.arrayContaining(["/", "/icon.svg", expect.stringMatching(/^\/assets\/app-.*\.js$/)]));
    expect(kept.filter((path) => path.startsWith("/v1"))).toEqual([]);
  });

  test("while it is open: since when the server is gone, what still works, what to do", async () => {
    await expect.poll(keptPaths).toContain("/last-map");
    await server.kill();
    const notice = page().getByRole("alert");
    await expect
      .poll(() => notice.innerText())
      .toMatch(/Map as of .*No connection to the server since \d\d:\d\d:\d\d UTC.*read, moved and measured.*server still runs/s);
    await expect.poll(() => page().locator(".stage").getAttribute("data-stale")).toBe("true");
  });

  test("opened anew, it says that nothing is live and shows the map of the last session with its time", async () => {
    await page().reload();
    const notice = page().getByRole("alert");
    await expect.poll(() => notice.innerText()).toMatch(/The server does not answer.*could not be reached\. Since \d\d:\d\d:\d\d UTC/s);
    const kept = page().getByRole("figure");
    await expect.poll(() => kept.innerText()).toMatch(/^From the last session: as of \d+ \w+ \d\d:\d\d UTC, .* ago\. Nothing in it is live\.$/);
    const picture = kept.getByRole("img", { name: /BTCUSDT.*SIMULATED/ });
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300);
    await page().context().setOffline(true);
    await page().getByText("This device is offline").waitFor();
    await page().context().setOffline(false);
    await page().getByText("The server does not answer").waitFor();
  });

  test("and nothing of that is closed to a keyboard or a screen reader, on a phone and on a desk, dark and light", async () => {
    await page().evaluate(() => localStorage.setItem("powderkeg-settings", JSON.stringify({ state: { theme: "system" }, version: 0 })));
    await page().reload();
    for (const { width, height } of [{ width: 1600, height: 900 }, PHONE]) {
      await resizePage(page(), { width, height });
      await page().getByRole("figure").waitFor();
      expect([width, await faultsInBothThemes(page())]).toEqual([width, []]);
    }
  });

  test("when the server is back, so is the map, by itself", async () => {
    server = await serve(new URL(server.url).port);
    await untilMapIsFilled(page());
    await expect.poll(() => page().getByRole("figure").count()).toBe(0);
    await expect.poll(() => page().locator(".stage").getAttribute("data-stale")).toBe("false");
  });

  const keptPaths = () =>
    page().evaluate(async () => {
      const caches = await Promise.all((await window.caches.keys()).map((name) => window.caches.open(name)));
      return (await Promise.all(caches.map((cache) => cache.keys()))).flat().map(({ url }) => new URL(url).pathname);
    });
});

describe("when a newer build is served", () => {
  const built = fileURLToPath(new URL("../../dist/web", import.meta.url));
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let files: Server;
  let browser: LaunchedBrowser;
  let url: string;
  const page = () => browser.page;
  const build = () => page().evaluate(() => document.querySelector('meta[name="test-build"]')?.getAttribute("content"));
  const cacheNames = () => page().evaluate(() => window.caches.keys());

  beforeAll(async () => {
    folder = await temporaryFolder();
    await cp(built, folder.path, { recursive: true });
    files = createServer((request, response) => {
      const path = new URL(request.url ?? "/", "http://localhost").pathname;
      readFile(join(folder.path, path === "/" ? "index.html" : path)).then(
        (content) => response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/html", "cache-control": "no-cache" }).end(content),
        () => response.writeHead(503).end("{}"),
      );
    });
    await new Promise<void>((resolve) => files.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(files.address() as AddressInfo).port}/`;
    browser = await launchBrowser(PHONE);
  });
  afterAll(async () => {
    await browser?.close();
    files?.closeAllConnections();
    files?.close();
    await folder?.remove();
  });

  test("the page says so, goes over when it is told to, and files of two builds are never kept", async () => {
    await page().goto(url);
    await page().evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page().reload();
    const before = await cacheNames();
    await alter("index.html", (html) => html.replace("<head>", '<head><meta name="test-build" content="2">'));
    await alter("service-worker.js", (script) => script.replace(/"version":"\w+"/, '"version":"next"'));
    await page().reload();
    // The page itself is always the server's own.
    await expect.poll(build).toBe("2");
    await page().getByRole("button", { name: "Load it" }).tap();
    await expect.poll(cacheNames).toEqual(["powderkeg-shell-next"]);
    expect(before).not.toContain("powderkeg-shell-next");
    await expect.poll(() => page().getByText("A newer Powderkeg is ready").count()).toBe(0);
  });

  test("a worker whose page is of another build already keeps nothing", async () => {
    await alter("index.html", (html) => html.replace(/assets\/index-[^"]+\.js/, "assets/index-another.js"));
    await alter("service-worker.js", (script) => script.replace('"version":"next"', '"version":"mixed"'));
    const state = await page().evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const found = new Promise<ServiceWorker>((resolve) =>
        registration.addEventListener("updatefound", () => registration.installing && resolve(registration.installing)),
      );
      await registration.update();
      const worker = await found;
      if (worker.state !== "installing") return worker.state;
      return new Promise<string>((resolve) => worker.addEventListener("statechange", () => resolve(worker.state)));
    });
    expect(state).toBe("redundant");
    await expect.poll(cacheNames).toEqual(["powderkeg-shell-next"]);
  });

  const alter = async (name: string, change: (text: string) => string) => {
    const path = join(folder.path, name);
    await writeFile(path, change(await readFile(path, "utf8")));
  };
});

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

async function pngSize(address: URL): Promise<string> {
  const png = Buffer.from(await (await fetch(address)).arrayBuffer());
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}
