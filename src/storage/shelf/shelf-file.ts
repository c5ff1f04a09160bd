import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import { makeDirectory } from "#storage/make-directory.ts";
import { SUFFIX } from "./shelf-files.ts";

const gzipped = promisify(gzip);
const LEVEL = { level: constants.Z_BEST_SPEED };

/** One series of a shelf: what waits to be written, and the file of the hour. */
export interface ShelfFile {
  append(line: string): void;
  /** Writes what waits as one gzip member to the file of the hour. Never rejects. */
  write(hour: string): Promise<Written>;
  /** Nothing waits, and it was last written in an earlier hour. */
  isIdle(hour: string): boolean;
  /** Gives up what waits; returns how many lines that were. */
  giveUp(): number;
}

export interface Written {
  /** Characters that waited and are in the file now. */
  readonly taken: number;
  /** By which the file has grown. */
  readonly bytes: number;
  /** Why nothing was written: all of it goes on waiting. */
  readonly failure: string | undefined;
}

/** `series`: the last part names the files, the parts before it are directories. */
export function createShelfFile(directory: string, series: string): ShelfFile {
  const folder = join(directory, dirname(series));
  const name = series.slice(series.lastIndexOf("/") + 1);
  let lines: string[] = [];
  let writtenIn: string | undefined;
  return {
    append: (line) => void lines.push(line),
    async write(hour) {
      if (lines.length === 0) return { taken: 0, bytes: 0, failure: undefined };
      const batch = lines;
      lines = [];
      const text = `${batch.join("\n")}\n`;
      writtenIn = hour;
      try {
        const bytes = await gzipped(text, LEVEL);
        await appendBelow(folder, `${hour}-${name}${SUFFIX}`, bytes);
        return { taken: text.length, bytes: bytes.length, failure: undefined };
      } catch (error) {
        lines = batch.concat(lines);
        return { taken: 0, bytes: 0, failure: wordsOf(error) };
      }
    },
    giveUp: () => lines.splice(0).length,
    isIdle: (hour) => lines.length === 0 && writtenIn !== undefined && writtenIn !== hour,
  };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT") ? "the disk is full" : error.message;
}

/** Makes the folder only where it is missing. */
async function appendBelow(folder: string, name: string, bytes: Buffer): Promise<void> {
  try {
    await appendWhole(join(folder, name), bytes);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    await makeDirectory(folder);
    await appendWhole(join(folder, name), bytes);
  }
}

/** Appends all of it or nothing: half a gzip member would hide everything after it. */
async function appendWhole(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, "a");
  try {
    const { size, isFile } = await file.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }));
    try {
      await file.appendFile(bytes);
    } catch (error) {
      if (isFile) await file.truncate(size);
      throw error;
    }
  } finally {
    await file.close();
  }
}
