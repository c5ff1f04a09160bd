import { readdir, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ShelfOptions } from "./shelf.ts";
import { endOfHour } from "./shelf-files.ts";

/** Removes what is too old, then the oldest of what is too much; resolves to the bytes that are left. Files of others are left alone. */
export async function trimShelf({ directory, keepMs, maxBytes, clock }: Pick<ShelfOptions, "directory" | "keepMs" | "maxBytes" | "clock">): Promise<number> {
  const found = await filesOf(directory);
  let bytes = found.reduce((sum, file) => sum + file.bytes, 0);
  for (const { path, end, bytes: size } of found) {
    if (clock.now() - end <= keepMs && bytes <= maxBytes) continue;
    await rm(path, { force: true });
    bytes -= size;
  }
  return bytes;
}

interface ShelvedFile {
  readonly path: string;
  readonly end: number;
  readonly bytes: number;
}

/** Every file of the shelf, oldest hour first. */
async function filesOf(directory: string): Promise<readonly ShelvedFile[]> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => {
      const end = endOfHour(basename(name));
      if (end === undefined) return [];
      const path = join(directory, name);
      const { size } = await stat(path).catch(() => ({ size: 0 }));
      return [{ path, end, bytes: size }];
    }),
  );
  return files.flat().sort((a, b) => a.end - b.end || (a.path < b.path ? -1 : 1));
}
