import { type Shell, type ShellRequest, answerFor, cacheName, outdatedCaches, strangersIn } from "./shell-cache.ts";

/** Written before this file by the build (vite.config.ts). */
declare const SHELL: Shell;

/** One classic script: it imports nothing that the page imports too, or the build would make a file of its own of it. Keeps the page's own files, so that it opens without the server; never anything that the server says. See docs/decisions. */
const scope = self as unknown as ServiceWorkerGlobalScope;
/** A server that takes longer to give the page counts as away. */
const PAGE_WITHIN_MS = 5_000;

scope.addEventListener("install", (event) => event.waitUntil(keep()));
scope.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
scope.addEventListener("message", ({ data }) => void (data === ("take over" satisfies ShellRequest) && scope.skipWaiting()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  switch (answerFor(request, SHELL, scope.location.origin)) {
    case "network":
      return;
    case "page":
      return event.respondWith(pageOrKept(request));
    case "hashed":
      return event.respondWith(keptOrFetched(request));
    case "file":
      return event.respondWith(fetchedOrKept(request));
  }
});

/** All or nothing: files of two builds are never kept together. */
async function keep(): Promise<void> {
  const cache = await caches.open(cacheName(SHELL));
  await cache.addAll(SHELL.files.map((path) => new Request(path, { cache: path.startsWith("/assets/") ? "default" : "reload" })));
  const page = await cache.match("/");
  const strangers = strangersIn((await page?.text()) ?? "", SHELL);
  if (strangers.length === 0) return;
  await caches.delete(cacheName(SHELL));
  throw new Error(`the server has another build already: ${strangers.join(", ")}`);
}

async function forgetOthers(): Promise<void> {
  await Promise.all(outdatedCaches(await caches.keys(), SHELL).map((name) => caches.delete(name)));
}

async function pageOrKept(request: Request): Promise<Response> {
  const kept = await (await caches.open(cacheName(SHELL))).match("/");
  const signal = AbortSignal.timeout(PAGE_WITHIN_MS);
  return fetch(request, kept ? { signal } : {}).catch((error: unknown) => {
    if (kept) return kept;
    throw error;
  });
}

/** The name of such a file changes with its content: any build's copy is the right one. */
async function keptOrFetched(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

async function fetchedOrKept(request: Request): Promise<Response> {
  return fetch(request).catch(async (error: unknown) => {
    const kept = await caches.match(request);
    if (kept) return kept;
    throw error;
  });
}
