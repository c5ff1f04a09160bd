import type { ShellRequest } from "./shell-cache.ts";

export interface ShellWorker {
  /** Looks for a newer build now, for instance since the server was away. */
  look(): void;
  /** Goes over to the newer build that waits: all open pages load again. */
  takeOver(): void;
}

/**
 * Installs the worker that lets the page open without the server; undefined where the browser has none: over plain http from another machine, and in development.
 * `onWaiting`: a newer build is ready.
 */
export async function installShellWorker(onWaiting: () => void): Promise<ShellWorker | undefined> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return undefined;
  const workers = navigator.serviceWorker;
  const wasControlled = workers.controller !== null;
  // The first worker to come takes over nothing: the page is of its build already.
  workers.addEventListener("controllerchange", () => wasControlled && location.reload());
  const registration = await workers.register("/service-worker.js", { type: "classic", updateViaCache: "none" });
  const tell = () => registration.waiting && workers.controller && onWaiting();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", tell));
  tell();
  return {
    // A server that is away has no newer build.
    look: () => void registration.update().catch(() => undefined),
    takeOver: () => registration.waiting?.postMessage("take over" satisfies ShellRequest),
  };
}
