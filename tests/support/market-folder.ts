import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const FOLDER_START = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;

/** Text of each file of a small well-formed market folder: minutes around a price of 40,000 with open interest every five. */
export function marketFolderFiles(minutes = 240): Record<string, string> {
  const candles = ["open_time_ms,open,high,low,close,volume"];
  const openInterest = ["time_ms,open_interest"];
  let close = 40_000;
  for (let minute = 0; minute < minutes; minute++) {
    const open = close;
    close = Math.round(40_000 + 300 * Math.sin(minute / 17) + 80 * Math.sin(minute / 3));
    candles.push([FOLDER_START + minute * MINUTE, open, Math.max(open, close) + 5, Math.min(open, close) - 5, close, 20 + (minute % 7)].join(","));
    if (minute % 5 === 0) openInterest.push(`${FOLDER_START + minute * MINUTE},${10_000 + minute}`);
  }
  return {
    "instrument.json": JSON.stringify({
      exchange: "binance",
      symbol: "BTCUSDT",
      coin: "BTC",
      contract: "linear",
      contractSize: 1,
      tickSize: 0.1,
      marginModel: "binance-usdm",
    }),
    "candles-1m.csv": `${candles.join("\n")}\n`,
    "open-interest.csv": `${openInterest.join("\n")}\n`,
  };
}

/** The same market on another exchange. */
export const onBybit = (files: Record<string, string>): Record<string, string> => ({
  ...files,
  "instrument.json": JSON.stringify({ ...(JSON.parse(files["instrument.json"]) as object), exchange: "bybit", marginModel: "bybit" }),
});

/** Replaces line `line` (the header is 1) of a file of the folder. */
export function withLine(files: Record<string, string>, name: string, { line, text }: { line: number; text: string }): Record<string, string> {
  const lines = files[name].split("\n");
  lines[line - 1] = text;
  return { ...files, [name]: lines.join("\n") };
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)));
  return folder;
}
