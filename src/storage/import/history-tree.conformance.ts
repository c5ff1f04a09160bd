import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { ZipFile } from "yazl";

/** Content of a file by its path below the folder. */
export type TreeContent = Readonly<Record<string, string | Uint8Array>>;

/** Writes files into a fresh folder that goes when the test ends, and gives the folder. */
export async function writeTree(content: TreeContent): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "powderkeg-history-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, data] of Object.entries(content)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), data);
  }
  return folder;
}

/** A zip of the given entries, packed unless told otherwise. */
export async function zipOf(entries: TreeContent, { compress = true }: { compress?: boolean } = {}): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, data] of Object.entries(entries)) zip.addBuffer(Buffer.from(data), name, { compress });
  zip.end();
  return buffer(zip.outputStream);
}

/** Everything in a stream of batches. */
export async function readAll<Item>(batches: AsyncIterable<readonly Item[]>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}
