import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "#core/app-error.ts";
import { inputName, type InputFile } from "./input-file.ts";
import { readZipEntry } from "./zip-entries.ts";

const CHUNK_BYTES = 1 << 18;

/**
 * The text of a `.csv`, `.csv.gz` or zipped CSV as it streams in. `onRead` counts bytes of `file.bytes`.
 * A file that is cut off, damaged or unreadable is `bad-input` and named.
 */
export async function* readInput(file: InputFile, onRead: (bytes: number) => void): AsyncIterable<Buffer> {
  try {
    yield* openInput(file, onRead);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError("bad-input", `${inputName(file)}: the file is cut off or damaged (${reason}).`, { cause: error });
  }
}

function openInput(file: InputFile, onRead: (bytes: number) => void): AsyncIterable<Buffer> {
  if (file.entry !== undefined) return readZipEntry(file, onRead);
  const raw = createReadStream(file.path, { highWaterMark: CHUNK_BYTES });
  raw.on("data", ({ length }) => onRead(length));
  if (!/\.gz$/i.test(file.path)) return raw as AsyncIterable<Buffer>;
  return pipeline(raw, createGunzip({ chunkSize: CHUNK_BYTES }), () => {
    // A failure is also thrown to whoever iterates the unzipped stream.
  });
}
