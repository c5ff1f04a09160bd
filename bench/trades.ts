// Ten million trades from a Binance aggTrades dump to an estimate of each minute: npm run bench -- trades [COUNT]
// The dump is written first, in a process of its own, so that only the reading counts; a file system that holds it in memory is part of the figure.
import { fork } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { MINUTE_MS } from "#core/units.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import { seededUniform } from "#engine/score/seeded-uniform.ts";
import { createStepBuilder } from "#engine/step-builder.ts";
import { openHistory } from "#storage/import/open-history.ts";

const DAY = "2026-01-01";
const DAY_MS = 86_400_000;
const START = Date.parse(DAY);
const SYMBOL = "BTCUSDT";
const LINES_A_WRITE = 20_000;

/** A day of trades and of 5-minute open interest, as `data.binance.vision` has them. */
async function writeDump(dir: string, count: number): Promise<void> {
  const folder = (kind: string) => {
    const path = join(dir, "futures", "um", "daily", kind, SYMBOL);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const metrics = Array.from({ length: 288 }, (_, i) => {
    const time = new Date(START + (i + 1) * 300_000).toISOString().slice(0, 19).replace("T", " ");
    return `${time},${SYMBOL},${90_000 + 50 * Math.sin(i / 9)},8100000000,1,1,1,1`;
  });
  const header =
    "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio";
  writeFileSync(join(folder("metrics"), `${SYMBOL}-metrics-${DAY}.csv`), [header, ...metrics, ""].join("\n"));
  const out = createWriteStream(join(folder("aggTrades"), `${SYMBOL}-aggTrades-${DAY}.csv`));
  out.write("agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n");
  const random = seededUniform(7);
  let price = 90_000;
  for (let i = 0; i < count;) {
    let lines = "";
    for (const end = Math.min(count, i + LINES_A_WRITE); i < end; i++) {
      price += (random() - 0.5) * 2;
      const time = START + Math.floor((i / count) * DAY_MS);
      lines += `${3_000_000_000 + i},${price.toFixed(1)},${(random() * 0.2).toFixed(3)},${7_000_000_000 + 2 * i},${7_000_000_001 + 2 * i},${time},${random() < 0.5}\n`;
    }
    if (!out.write(lines)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

async function readDump(dir: string, count: number): Promise<void> {
  const before = process.cpuUsage();
  const started = performance.now();
  const history = await openHistory(dir);
  const estimator = createEstimator(history.instrument);
  const builder = createStepBuilder({ stepMs: history.stepMs, contract: history.instrument.contract });
  let steps = 0;
  for await (const events of history.events())
    for (const event of events) {
      const step = builder.push(event);
      if (!step) continue;
      estimator.step(step);
      steps++;
    }
  const { user, system } = process.cpuUsage(before);
  const bytes = history.files.reduce((sum, file) => sum + statSync(file.path).size, 0);
  const rss = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  console.log(
    `${count} trades (${(bytes / 1e6).toFixed(0)} MB) to ${steps} steps of ${history.stepMs / MINUTE_MS} m: wall ${((performance.now() - started) / 1000).toFixed(1)} s, processor ${((user + system) / 1e6).toFixed(1)} s, peak RSS ${rss} MB, map ${estimator.ready ? "ready" : "missing"}`,
  );
}

const [task, ...given] = process.argv.slice(3);
if (task === "write") await writeDump(given[0], Number(given[1]));
else {
  const count = Number(task ?? 10_000_000);
  const dir = mkdtempSync(join(tmpdir(), "powderkeg-trades-"));
  try {
    await once(fork(process.argv[1], ["trades", "write", dir, String(count)]), "exit");
    await readDump(dir, count);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
