/** Lets tasks through one at a time, in the order in which they came. */
export type Turnstile = <Result>(task: () => Promise<Result>) => Promise<Result>;

export function createTurnstile(): Turnstile {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task, task);
    last = run.catch(() => undefined);
    return run;
  };
}
