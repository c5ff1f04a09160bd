// A store of a year of one coin over five exchanges: npm run bench -- year-store DIR [DAYS]
// Writes a simulated year, makes five exchanges of it (prices a little apart, each its own share of the trading), and imports them into DIR/data.
// Candles of five minutes: the estimate makes columns no finer than these, and minutes of a year would keep it busy for half an hour.
// Serve it with: node bin/powderkeg.js serve --source replay --data-dir DIR/data
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DAY_MS } from "#core/units.ts";

interface Venue {
  readonly exchange: string;
  readonly symbol: string;
  readonly marginModel: string;
  /** Of the simulated trading and open interest. */
  readonly share: number;
  /** By how much its price differs, a fraction. */
  readonly basis: number;
}

const VENUES: readonly Venue[] = [
  { exchange: "binance", symbol: "BTCUSDT", marginModel: "binance-usdm", share: 0.4, basis: 0 },
  { exchange: "bybit", symbol: "BTCUSDT", marginModel: "bybit", share: 0.2, basis: 0.0003 },
  { exchange: "okx", symbol: "BTC-USDT-SWAP", marginModel: "okx", share: 0.18, basis: -0.0002 },
  { exchange: "bitget", symbol: "BTCUSDT", marginModel: "bitget", share: 0.12, basis: 0.0005 },
  { exchange: "hyperliquid", symbol: "BTC", marginModel: "hyperliquid", share: 0.1, basis: -0.0006 },
];

const CANDLE_MINUTES = 5;

const [folder = "year", days = "365"] = process.argv.slice(3);
const dumps = join(folder, "sim");
const start = new Date(Date.now() - Number(days) * DAY_MS).toISOString().slice(0, 10);
if (!existsSync(dumps)) powderkeg("simulate", "--seed", "7", "--days", days, "--start", start, "--out", dumps);
const daily = join(dumps, "data", "futures", "um", "daily");
const candles = longer(await rowsOf(join(daily, "klines", "BTCUSDT", "1m")));
const metrics = await rowsOf(join(daily, "metrics", "BTCUSDT"));
const orders = await rowsOf(join(daily, "liquidationSnapshot", "BTCUSDT"));
for (const venue of VENUES) {
  const from = join(folder, "venues", venue.exchange);
  await mkdir(from, { recursive: true });
  await writeFiles(from, venue);
  powderkeg("import", "--from", from, "--data-dir", join(folder, "data"));
}

async function writeFiles(to: string, { exchange, symbol, marginModel, share, basis }: Venue): Promise<void> {
  const priced = (text: string) => (Number(text) * (1 + basis)).toFixed(1);
  const sized = (text: string) => (Number(text) * share).toFixed(4);
  const bars = candles.map(([time, open, high, low, close, volume]) => [time, priced(open), priced(high), priced(low), priced(close), sized(volume)].join());
  const interest = metrics.map(([time, , size]) => `${Date.parse(`${time.replace(" ", "T")}Z`)},${sized(size)}`);
  // An order that sells closes a long.
  const prints = orders.map(([time, side, , , size, , price]) => [time, side === "SELL" ? "long" : "short", priced(price), sized(size)].join());
  const instrument = { exchange, symbol, coin: "BTC", contract: "linear", contractSize: 1, tickSize: 0.1, marginModel };
  await Promise.all(
    Object.entries({
      "instrument.json": JSON.stringify(instrument),
      [`candles-${CANDLE_MINUTES}m.csv`]: ["open_time_ms,open,high,low,close,volume", ...bars].join("\n"),
      "open-interest.csv": ["time_ms,open_interest", ...interest].join("\n"),
      "liquidations.csv": ["time_ms,position_side,price,quantity", ...prints].join("\n"),
    }).map(([name, text]) => writeFile(join(to, name), `${text}\n`)),
  );
}

/** The rows of every file of a folder, in the order of their names, which are dates. */
async function rowsOf(from: string): Promise<string[][]> {
  const texts = await Promise.all((await readdir(from)).toSorted().map((name) => readFile(join(from, name), "utf8")));
  return texts.flatMap((text) =>
    text
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")),
  );
}

/** Candles of some minutes, of whole runs of those of one. */
function longer(minutes: readonly string[][]): string[][] {
  const bars: string[][] = [];
  for (let at = 0; at + CANDLE_MINUTES <= minutes.length; at += CANDLE_MINUTES) {
    const part = minutes.slice(at, at + CANDLE_MINUTES);
    const all = (field: number) => part.map((row) => Number(row[field]));
    const volume = all(5).reduce((sum, size) => sum + size, 0);
    bars.push([part[0][0], part[0][1], String(Math.max(...all(2))), String(Math.min(...all(3))), part[part.length - 1][4], String(volume)]);
  }
  return bars;
}

function powderkeg(...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [join("bin", "powderkeg.js"), ...args], { stdio: "inherit" });
  if (status !== 0) throw new Error(`powderkeg ${args[0]} ended with ${status}`);
}
