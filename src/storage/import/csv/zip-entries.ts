import { pipeline, type Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { AppError } from "#core/app-error.ts";
import { inputName, type InputFile } from "./input-file.ts";

const CHUNK_BYTES = 1 << 18;
const STORED = 0;
const DEFLATED = 8;

/** The CSVs in a zip, in name order. A zip that is cut off or damaged is `bad-input`. */
export async function zipEntries(path: string): Promise<readonly InputFile[]> {
  const found = await withZip(path, async (zip) => {
    const files: InputFile[] = [];
    for await (const entry of zip.eachEntry()) {
      if (isCsv(entry.fileName)) files.push({ path, entry: entry.fileName, bytes: entry.compressedSize });
    }
    return files;
  });
  return found.sort((a, b) => (inputName(a) < inputName(b) ? -1 : 1));
}

/** The bytes of one entry, checked against its CRC. Rejects with what is wrong with the zip. */
export async function* readZipEntry({ path, entry: name }: InputFile, onRead: (bytes: number) => void): AsyncIterable<Buffer> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
  try {
    const entry = await findEntry(zip, name);
    const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
    packed.on("data", ({ length }: Buffer) => onRead(length));
    let crc = 0;
    for await (const chunk of inflate(packed, entry) as AsyncIterable<Buffer>) {
      crc = crc32(chunk, crc);
      yield chunk;
    }
    if (crc !== entry.crc32) throw new Error("its checksum does not match");
  } finally {
    zip.close();
  }
}

async function withZip<T>(path: string, use: (zip: ZipFile) => Promise<T>): Promise<T> {
  try {
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
    try {
      return await use(zip);
    } finally {
      zip.close();
    }
  } catch (error) {
    throw new AppError("bad-input", `${path}: not a whole zip file (${error instanceof Error ? error.message : String(error)}).`, { cause: error });
  }
}

async function findEntry(zip: ZipFile, name: string | undefined): Promise<Entry> {
  for await (const entry of zip.eachEntry()) if (entry.fileName === name) return entry;
  throw new Error(`it has no entry ${name}`);
}

function inflate(packed: Readable, entry: Entry): Readable {
  if (entry.isEncrypted()) throw new Error("it is encrypted");
  if (entry.compressionMethod === STORED) return packed;
  if (entry.compressionMethod !== DEFLATED) throw new Error(`its compression method ${entry.compressionMethod} is not supported`);
  return pipeline(packed, createInflateRaw({ chunkSize: CHUNK_BYTES }), () => {
    // A failure is also thrown to whoever iterates the inflated stream.
  });
}

const isCsv = (name: string): boolean => /\.csv$/i.test(name) && !name.startsWith("__MACOSX/");
