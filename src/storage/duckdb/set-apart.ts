/**
 * From here on DuckDB keeps a blob apart from the rows of its table. Shorter ones lie among them, in so many segments that 2,048 rows have a part in
 * several, and then DuckDB reads the blobs of all 2,048 rows, some 40 MB of tiles, to give out one.
 */
const APART_BYTES = 4_096;

/** The bytes as they are stored, filled up with zeros where they are few: how many there are must be known from elsewhere. */
export function setApart(bytes: Uint8Array): Uint8Array {
  if (bytes.length >= APART_BYTES) return bytes;
  const filled = new Uint8Array(APART_BYTES);
  filled.set(bytes);
  return filled;
}
