import { setFlagsFromString } from "node:v8";

/**
 * Lets the heap grow by half between full collections instead of up to fourfold. Loading history makes much that dies at once: this takes about
 * 50 MB off the peak for some 5 % of processor time (bench/RESULTS.md). V8 reads the setting at every collection, so it may come this late.
 */
export function keepHeapLean(): void {
  setFlagsFromString("--heap-growing-percent=50");
}
