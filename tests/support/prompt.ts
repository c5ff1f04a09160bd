import { expect } from "vitest";
import { runPowderkeg } from "./powderkeg.ts";

const PROMPT_MS = 3_000;
/** The program, loaded whole and without any work, takes so long on an idle machine: what it takes just now says how busy this one is. */
const IDLE_RUN_MS = 600;

/** Three seconds at most, or as much longer as the machine is busier than idle. */
export async function expectPrompt(work: () => Promise<unknown>): Promise<void> {
  const tookMs = await lasts(work);
  if (tookMs < PROMPT_MS) return;
  const runMs = await lasts(() => runPowderkeg(["--help"]));
  expect(tookMs).toBeLessThan(PROMPT_MS * Math.max(1, runMs / IDLE_RUN_MS));
}

async function lasts(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
