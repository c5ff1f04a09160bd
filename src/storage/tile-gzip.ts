import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { TILE_BYTES } from "#core/heat-tile.ts";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Each chunk is a trip to another thread and a buffer to join: most tiles fit into one of these. */
const GZIP_CHUNK_BYTES = 32_768;
/** A byte more than a payload has, or the end of the stream would take a second chunk. */
const PAYLOAD_CHUNK_BYTES = TILE_BYTES + 1;

/** Compresses a tile payload off the main thread. Of a year of a coin level 6 makes 2 % less of it, in 1.7 times the time. */
export const gzipTile = (payload: Uint8Array): Promise<Uint8Array> => compress(payload, { level: 4, chunkSize: GZIP_CHUNK_BYTES });
export const gunzipTile = (compressed: Uint8Array): Promise<Uint8Array> => decompress(compressed, { chunkSize: PAYLOAD_CHUNK_BYTES });
