import { createHash } from "node:crypto";
import { open, realpath } from "node:fs/promises";
import type { InputFile } from "./csv/input-file.ts";

const SAMPLE_BYTES = 1 << 16;

/** Name under which the store remembers a file: where it really lies. */
export async function fileKey({ path, entry }: InputFile): Promise<string> {
  const place = await realpath(path);
  return entry === undefined ? place : `${place}!${entry}`;
}

/** Changes when the file does: size, time of change, and SHA-256 of its first and last 64 KB. */
export async function fileFingerprint({ path }: InputFile): Promise<string> {
  const file = await open(path);
  try {
    const { size, mtimeMs } = await file.stat();
    const hash = createHash("sha256");
    for (const position of [0, Math.max(0, size - SAMPLE_BYTES)]) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, position);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return `${size}:${Math.floor(mtimeMs)}:${hash.digest("hex")}`;
  } finally {
    await file.close();
  }
}
