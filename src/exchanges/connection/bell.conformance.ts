/** Lets a test wait for a state that events bring about, without polling. */
export interface Bell {
  /** Something happened. */
  ring(): void;
  /** Resolves as soon as the predicate holds; it is asked again at every ring. */
  until(predicate: () => boolean): Promise<void>;
}

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  return {
    ring: () => [...waiting].forEach((check) => check()),
    until: (predicate) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!predicate()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}
