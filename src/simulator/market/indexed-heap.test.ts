import fc from "fast-check";
import { expect, it } from "vitest";
import { createIndexedHeap } from "./indexed-heap.ts";

const CAPACITY = 40;
const action = fc.record({ slot: fc.nat(CAPACITY - 1), key: fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((key) => key + 0), remove: fc.boolean() });

it("always has the lowest key on top, whatever is put, moved and removed", () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
      const heap = createIndexedHeap(CAPACITY);
      const plain = new Map<number, number>();
      for (const { slot, key, remove } of actions) {
        if (remove) {
          heap.remove(slot);
          plain.delete(slot);
        } else {
          heap.put(slot, key);
          plain.set(slot, key);
        }
        expect(heap.size).toBe(plain.size);
        expect(heap.topKey()).toBe(Math.min(Infinity, ...plain.values()));
        if (plain.size > 0) expect(plain.get(heap.topSlot())).toBe(heap.topKey());
      }
    }),
  );
});
