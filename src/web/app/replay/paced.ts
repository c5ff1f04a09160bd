/** Runs `work` at once and then at most every `everyMs`; calls that come meanwhile are one, when the time is up. Returns how to call, and how to forget what waits. */
export function paced(work: () => void, everyMs: number): { readonly call: () => void; readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;

  function run(): void {
    isDue = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isDue) run();
    }, everyMs);
    work();
  }

  return {
    call() {
      isDue = true;
      if (timer === undefined) run();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      isDue = false;
    },
  };
}
