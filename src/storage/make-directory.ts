import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a directory and what is missing above it. Rejects with the error of the system.
 * Node's own `recursive` never returns where the system says that a name cannot be made because its parent is missing although it is there, as below /proc.
 */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    if (!isCode(error, "ENOENT") || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  await mkdir(path).catch((error: unknown) => {
    // A file of that name is found out by whoever writes below it.
    if (!isCode(error, "EEXIST")) throw error;
  });
}

const isCode = (error: unknown, code: string): boolean => error instanceof Error && "code" in error && error.code === code;
