import { MultiBar, Presets, type SingleBar } from "cli-progress";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";

const WORDS = { recent: "last day", history: "history", estimate: "estimating" } as const;
/** Without a terminal there is one line a market for each of these shares. */
const PLAIN_STEP_PERCENT = 25;
/** Rows of the terminal that stay free. */
const FREE_ROWS = 4;

/** Shows how far every market's history is: a bar each on a terminal, plain lines elsewhere. Returns what ends it. */
export function showBackfill(hub: Pick<Hub, "subscribe" | "markets">, stream: NodeJS.WriteStream): () => void {
  const display = stream.isTTY ? bars(stream) : lines(stream);
  // One that combines others has no history of its own.
  const show = (market: MarketView) => market.members === null && display.show(market);
  for (const market of hub.markets()) show(market);
  const unsubscribe = hub.subscribe((update) => update.kind === "market" && show(update.market));
  return () => {
    unsubscribe();
    display.end();
  };
}

interface Display {
  show(market: MarketView): void;
  end(): void;
}

const percentOf = ({ backfill }: MarketView): number => Math.floor(100 * backfill.progress);
const phaseOf = ({ backfill, provisional }: MarketView): string =>
  (backfill.phase === undefined ? backfill.state : WORDS[backfill.phase]) + (provisional ? ", preview on screen" : "");

function bars(stream: NodeJS.WriteStream): Display {
  const options = { stream, format: "{market} {bar} {percentage} % {phase}", clearOnComplete: true, hideCursor: true, autopadding: true };
  const multi = new MultiBar(options, Presets.shades_classic);
  const shown = new Map<string, SingleBar>();
  return {
    show(market) {
      const bar = shown.get(market.id);
      const running = market.backfill.state === "running";
      if (!running) {
        if (bar) multi.remove(bar);
        shown.delete(market.id);
        if (shown.size === 0) multi.stop();
        return;
      }
      const payload = { market: market.id.padEnd(24), phase: phaseOf(market) };
      if (bar) bar.update(percentOf(market), payload);
      else if (shown.size < stream.rows - FREE_ROWS) shown.set(market.id, multi.create(100, percentOf(market), payload));
    },
    end: () => multi.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): Display {
  const said = new Map<string, string>();
  return {
    show(market) {
      const { state } = market.backfill;
      if (state === "waiting" || state === "failed" || (state === "done" && !said.has(market.id))) return;
      const percent = Math.floor(percentOf(market) / PLAIN_STEP_PERCENT) * PLAIN_STEP_PERCENT;
      const line = state === "done" ? `${market.id}: history is complete` : `${market.id}: ${phaseOf(market)}, ${percent} %`;
      const key = state === "done" ? line : `${percent}`;
      if (said.get(market.id) === key) return;
      said.set(market.id, key);
      stream.write(`powderkeg: ${line}\n`);
    },
    end() {},
  };
}
