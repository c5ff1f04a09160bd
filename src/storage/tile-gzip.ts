import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Compresses a tile payload off the main thread. Runs of equal bytes are what it is made of: a higher level gains next to nothing. */
export const gzipTile = (payload: Uint8Array): Promise<Uint8Array> => compress(payload, { level: 6 });
export const gunzipTile = (compressed: Uint8Array): Promise<Uint8Array> => decompress(compressed);
