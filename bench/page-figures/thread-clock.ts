import { readFileSync, readdirSync } from "node:fs";
import type { Browser } from "playwright-core";

/** Processor time of the threads that make a frame, ms. */
export interface FrameThreads {
  /** Scripts, style, layout, canvases. */
  readonly main: number;
  /** Puts layers together on the page's side, and draws what is no canvas. */
  readonly compositor: number;
  /** Fetches, decodes and colours tiles. */
  readonly worker: number;
  /** Makes the picture of the screen out of the layers. */
  readonly screen: number;
}

const ROLES: readonly { readonly process: string; readonly thread: RegExp; readonly role: keyof FrameThreads }[] = [
  { process: "renderer", thread: /^(chrome|chromium|headless|CrRendererMain)/, role: "main" },
  { process: "renderer", thread: /^Compositor/, role: "compositor" },
  { process: "renderer", thread: /^(DedicatedWorker|heat)/, role: "worker" },
  { process: "GPU", thread: /^/, role: "screen" },
];

/** Reads the processor time that each of these threads has taken so far; Linux only. */
export async function threadClock(browser: Browser): Promise<() => Promise<FrameThreads>> {
  const session = await browser.newBrowserCDPSession();
  return async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const sums = { main: 0, compositor: 0, worker: 0, screen: 0 };
    for (const { type, id } of processInfo)
      for (const { name, ms } of threadsOf(id)) {
        const of = ROLES.find(({ process, thread }) => process === type && thread.test(name));
        if (of) sums[of.role] += ms;
      }
    return sums;
  };
}

function threadsOf(pid: number): { readonly name: string; readonly ms: number }[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    try {
      const [nanoseconds] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ");
      return [{ name: readFileSync(`/proc/${pid}/task/${thread}/comm`, "utf8").trim(), ms: Number(nanoseconds) / 1e6 }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

export function threadsPerFrame(before: FrameThreads, after: FrameThreads, frames: number): string {
  const per = (role: keyof FrameThreads) => ((after[role] - before[role]) / frames).toFixed(1);
  return `page ${per("main")}, compositor ${per("compositor")}, worker ${per("worker")}, screen ${per("screen")} ms of processor a frame`;
}
