/** Runs work one after the other, in the order it was asked for. Callers await their own turn, so it is as long as there are callers. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();
  #length = 0;

  /** What is under way or waits. */
  get length(): number {
    return this.#length;
  }

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#length++;
    const turn = this.#last.then(work).finally(() => this.#length--);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when everything asked for so far has ended, well or not. */
  async drained(): Promise<void> {
    await this.#last;
  }
}
