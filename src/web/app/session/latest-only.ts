/**
 * Runs `work` on the newest input, one at a time: inputs that come while it runs replace each other. Work that fails is told as an error of the page,
 * and the next input has its turn.
 */
export function latestOnly<Input>(
  work: (input: Input) => Promise<void>,
  tell: (error: unknown) => void = (error) => reportError(error),
): (input: Input) => void {
  let waiting: { input: Input } | undefined;
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    for (let next = waiting; next; next = waiting) {
      waiting = undefined;
      await work(next.input).catch(tell);
    }
    busy = false;
  }

  return (input) => {
    waiting = { input };
    if (!busy) void drain();
  };
}
