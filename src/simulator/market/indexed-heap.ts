/** A min-heap of slots (0 to capacity - 1) ordered by key, in which any slot can be moved or taken out. A slot is in it at most once. */
export interface IndexedHeap {
  readonly size: number;
  /** Slot with the lowest key. Only when `size > 0`. */
  topSlot(): number;
  /** The lowest key; Infinity when empty. */
  topKey(): number;
  /** Puts a slot in, or moves it to a new key. */
  put(slot: number, key: number): void;
  /** Takes a slot out; does nothing when it is not in. */
  remove(slot: number): void;
}

export function createIndexedHeap(capacity: number): IndexedHeap {
  const slots = new Int32Array(capacity);
  const keys = new Float64Array(capacity);
  /** Place of a slot in the heap plus one; 0 is absent, so that an untouched page stays untouched. */
  const placeOfSlot = new Int32Array(capacity);
  let size = 0;

  function set(place: number, slot: number, key: number): void {
    slots[place] = slot;
    keys[place] = key;
    placeOfSlot[slot] = place + 1;
  }

  function rise(from: number, slot: number, key: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (keys[parent] <= key) break;
      set(place, slots[parent], keys[parent]);
      place = parent;
    }
    set(place, slot, key);
  }

  function sink(from: number, slot: number, key: number): void {
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && keys[child + 1] < keys[child]) child++;
      if (keys[child] >= key) break;
      set(place, slots[child], keys[child]);
      place = child;
    }
    set(place, slot, key);
  }

  function moveTo(place: number, slot: number, key: number): void {
    if (place > 0 && keys[(place - 1) >> 1] > key) rise(place, slot, key);
    else sink(place, slot, key);
  }

  return {
    get size() {
      return size;
    },
    topSlot: () => slots[0],
    topKey: () => (size > 0 ? keys[0] : Infinity),
    put(slot, key) {
      const place = placeOfSlot[slot] - 1;
      if (place < 0) rise(size++, slot, key);
      else moveTo(place, slot, key);
    },
    remove(slot) {
      const place = placeOfSlot[slot] - 1;
      if (place < 0) return;
      placeOfSlot[slot] = 0;
      size--;
      if (place < size) moveTo(place, slots[size], keys[size]);
    },
  };
}
