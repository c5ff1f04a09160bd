import type { TilePlace } from "#core/heat-tile.ts";
import type { InstrumentId } from "#core/instrument.ts";
import type { StoredTile } from "#storage/store.ts";

export interface TileAt extends TilePlace {
  readonly instrument: InstrumentId;
}

/**
 * The least recently used go first when `maxBytes` are exceeded. A tile read while its series was appended to is not kept:
 * `put` compares the generation that was current when the read began.
 */
export class TileCache {
  readonly #maxBytes: number;
  readonly #tiles = new Map<string, StoredTile>();
  #bytes = 0;
  #generation = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get generation(): number {
    return this.#generation;
  }

  get(at: TileAt): StoredTile | undefined {
    const key = keyOf(at);
    const tile = this.#tiles.get(key);
    if (tile !== undefined) {
      this.#tiles.delete(key);
      this.#tiles.set(key, tile);
    }
    return tile;
  }

  put(at: TileAt, { tile, generation }: { tile: StoredTile; generation: number }): void {
    if (generation !== this.#generation) return;
    this.#forget(keyOf(at));
    this.#tiles.set(keyOf(at), tile);
    this.#bytes += tile.gzip.byteLength;
    for (const oldest of this.#tiles.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#forget(oldest);
    }
  }

  /** Forgets the tiles of a layer of an instrument, or what was appended to one of its levels: sealed tiles stay as they are. And what is being read of them right now. */
  invalidate({ instrument, layer, level }: Pick<TileAt, "instrument" | "layer"> & { readonly level?: number }): void {
    this.#generation++;
    const prefix = level === undefined ? `${instrument}/${layer}/` : `${instrument}/${layer}/${level}/`;
    for (const [key, { sealed }] of this.#tiles) if (key.startsWith(prefix) && !(sealed && level !== undefined)) this.#forget(key);
  }

  #forget(key: string): void {
    this.#bytes -= this.#tiles.get(key)?.gzip.byteLength ?? 0;
    this.#tiles.delete(key);
  }
}

const keyOf = ({ instrument, layer, level, x, y }: TileAt): string => `${instrument}/${layer}/${level}/${x}/${y}`;
