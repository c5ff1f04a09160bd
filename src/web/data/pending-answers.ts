/** Questions that a worker has not answered yet, by number. */
export interface PendingAnswers<Answer> {
  /** Sends a question under a number of its own; resolves with the answer to it. */
  ask(send: (id: number) => void): Promise<Answer>;
  settle(id: number, answer: Answer): void;
}

export function createPendingAnswers<Answer>(): PendingAnswers<Answer> {
  const waiting = new Map<number, (answer: Answer) => void>();
  let nextId = 1;
  return {
    ask: (send) =>
      new Promise((resolve) => {
        const id = nextId++;
        waiting.set(id, resolve);
        send(id);
      }),
    settle(id, answer) {
      waiting.get(id)?.(answer);
      waiting.delete(id);
    },
  };
}
