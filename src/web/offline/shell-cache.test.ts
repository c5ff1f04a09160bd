import { expect, test } from "vitest";
import { type Shell, answerFor, cacheName, outdatedCaches, strangersIn } from "./shell-cache.ts";

const ORIGIN = "http://127.0.0.1:8790";
const SHELL: Shell = { version: "b", files: ["/", "/icon.svg", "/assets/app-1.js"], pages: ["/", "/health"] };
const answer = (path: string, mode: RequestMode = "cors", method = "GET") => answerFor({ method, mode, url: new URL(path, ORIGIN).href }, SHELL, ORIGIN);

test("what the server says is always asked of the server", () => {
  for (const path of ["/v1/markets", "/v1/markets/a/b/tiles/modelled/3/1/2?a=1", "/api/futures/liquidation", "/docs/static/index.html", "/metrics"])
    expect([path, answer(path)]).toEqual([path, "network"]);
  expect(answer("/v1/stream", "websocket" as RequestMode)).toBe("network");
  expect(answer("/", "navigate", "POST")).toBe("network");
  expect(answer("https://elsewhere.example/assets/app-1.js")).toBe("network");
});

test("the page and its own files may be kept", () => {
  expect(answer("/?market=a:b&window=4h", "navigate")).toBe("page");
  expect(answer("/health", "navigate")).toBe("page");
  expect(answer("/docs", "navigate")).toBe("network");
  expect(answer("/assets/app-1.js")).toBe("hashed");
  expect(answer("/icon.svg")).toBe("file");
  expect(answer("/screenshots/phone.png")).toBe("network");
});

test("of the caches there are, those of other builds go, and no one else's", () => {
  expect(outdatedCaches([cacheName({ version: "a" }), cacheName(SHELL), "powderkeg-last-map", "another"], SHELL)).toEqual(["powderkeg-shell-a"]);
});

test("a page of another build is told by the files that it names", () => {
  const page = (script: string) => `<link href="/icon.svg"><script type="module" src="${script}"></script>`;
  expect(strangersIn(page("/assets/app-1.js"), SHELL)).toEqual([]);
  expect(strangersIn(page("/assets/app-2.js"), SHELL)).toEqual(["/assets/app-2.js"]);
});
