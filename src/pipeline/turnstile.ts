/** Lets tasks through, a few at a time: lower ranks first, of equal ranks the one that came first. Ranks may change while a task waits. Default rank 0. */
export type Turnstile = <Result>(task: () => Promise<Result>, rank?: () => number) => Promise<Result>;

/** `width`: how many may be inside at once. */
export function createTurnstile(width = 1): Turnstile {
  const waiting: { readonly rank: () => number; readonly enter: () => Promise<void> }[] = [];
  let inside = 0;

  function letIn() {
    while (inside < width && waiting.length > 0) {
      const first = indexOfLowest(waiting.map(({ rank }) => rank()));
      const [{ enter }] = waiting.splice(first, 1);
      inside++;
      void enter().finally(() => {
        inside--;
        letIn();
      }); // never rejects: who waits for the task hears of its failure
    }
  }

  return (task, rank = () => 0) =>
    new Promise((resolve, reject) => {
      waiting.push({ rank, enter: () => Promise.resolve().then(task).then(resolve, reject) });
      letIn();
    });
}

const indexOfLowest = (ranks: readonly number[]): number => ranks.reduce((best, rank, i) => (rank < ranks[best] ? i : best), 0);
