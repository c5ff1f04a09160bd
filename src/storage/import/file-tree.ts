import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#core/app-error.ts";

const DATA_FILE = /\.(?:csv|csv\.gz|zip)$/i;

export interface TreeFile {
  readonly path: string;
  readonly bytes: number;
}

export interface FileTree {
  /** `.csv`, `.csv.gz` and `.zip`, at any depth. */
  readonly data: readonly TreeFile[];
  /** Folders that hold an `instrument.json`. */
  readonly marketFolders: readonly string[];
}

/** Walks a folder. Hidden folders and `node_modules` are passed over. A folder that cannot be read is `bad-input`. */
export async function readFileTree(dir: string): Promise<FileTree> {
  const data: TreeFile[] = [];
  const marketFolders: string[] = [];
  /** A link may lead back up. */
  const visited = new Set<string>();

  async function walk(folder: string): Promise<void> {
    const place = await realpath(folder);
    if (visited.has(place)) return;
    visited.add(place);
    const entries = await readdir(folder, { withFileTypes: true });
    if (entries.some(({ name }) => name === "instrument.json")) marketFolders.push(folder);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      const path = join(folder, entry.name);
      const isFolder = entry.isSymbolicLink() ? (await stat(path)).isDirectory() : entry.isDirectory();
      if (isFolder) await walk(path);
      else if (DATA_FILE.test(entry.name)) data.push({ path, bytes: (await stat(path)).size });
    }
  }

  try {
    await walk(dir);
  } catch (error) {
    throw new AppError("bad-input", `${dir}: the folder cannot be read (${error instanceof Error ? error.message : String(error)}).`, { cause: error });
  }
  return { data, marketFolders };
}
