import { once } from "node:events";
import { systemClock } from "#pipeline/clock.ts";
import { type Collecting, openCollecting } from "#pipeline/collect/collecting.ts";
import type { SourceOptions } from "./data-source.ts";
import { openSource } from "./open-source.ts";
import { type TapeOptions, openTape } from "./open-tape.ts";
import { closeAll, stopSignal, warn } from "./running.ts";

export interface CollectOptions extends SourceOptions, TapeOptions {
  /** How often a line says how it goes. */
  readonly sayEveryMs: number;
}

/** Listens and records until SIGTERM or SIGINT, then flushes and closes. */
export async function collect(options: CollectOptions): Promise<void> {
  const stopping = stopSignal();
  const opened: (() => Promise<unknown>)[] = [];
  try {
    const source = await openSource(options, stopping.signal);
    opened.push(() => source.close());
    const tape = openTape(source.source, options);
    if (tape) opened.push(() => tape.close());
    const collecting = openCollecting({ ...source, tape, clock: systemClock, signal: stopping.signal, onProblem: warn });
    opened.push(() => collecting.stop());
    process.stdout.write(`powderkeg: collecting from ${source.title} · data ${options.dataDir}\n`);
    const say = setInterval(() => process.stderr.write(`powderkeg: ${goingWords(collecting)}\n`), options.sayEveryMs);
    opened.push(async () => clearInterval(say));
    if (!stopping.signal.aborted) await once(stopping.signal, "abort");
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    await closeAll(opened);
    stopping.release();
  }
}

/** One line: how many streams are live, and what is not stored. */
function goingWords(collecting: Collecting): string {
  const feeds = collecting.feeds();
  const live = feeds.filter(({ state }) => state === "live").length;
  const messages = feeds.reduce((sum, feed) => sum + feed.messages, 0);
  const { queued, shed, refused, problem } = collecting.recorder();
  return [
    `${collecting.markets().length} markets, ${live} of ${feeds.length} streams live, ${messages.toLocaleString("en-US")} messages`,
    ...(shed > 0 ? [`${shed} events were let go`] : []),
    ...(refused > 0 ? [`${refused} contradicted what is stored`] : []),
    ...(problem === undefined ? [] : [`${queued} events wait: ${problem}`]),
  ].join("; ");
}
