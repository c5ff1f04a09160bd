/** Lets other work of the event loop in: awaits a turn of the loop when the slice is used up, else returns undefined at once. */
export type Breather = () => Promise<void> | undefined;

/** A breather for one long computation that may hold the event loop for about `sliceMs` at a time. */
export function createBreather(sliceMs: number): Breather {
  let sliceEnd = performance.now() + sliceMs;
  return () => {
    if (performance.now() < sliceEnd) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        sliceEnd = performance.now() + sliceMs;
        resolve();
      });
    });
  };
}
