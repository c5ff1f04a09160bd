import type { InputFile } from "./csv/input-file.ts";
import { zipEntries } from "./csv/zip-entries.ts";
import type { TreeFile } from "./file-tree.ts";

/** Every CSV in the given files; a zip gives one for each of its entries. A damaged zip is `bad-input`. */
export async function csvFiles(files: readonly TreeFile[]): Promise<readonly InputFile[]> {
  const found: InputFile[] = [];
  for (const file of files) found.push(...(/\.zip$/i.test(file.path) ? await zipEntries(file.path) : [file]));
  return found;
}
