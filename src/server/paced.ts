/** Lets values through at most so often per key: at once after a quiet time, else the newest when the time is over. */
export interface Paced<Value> {
  put(key: string, value: Value): void;
  /** Lets nothing through any more. */
  stop(): void;
}

/** `send` must not throw. */
export function createPaced<Value>({ everyMs, send }: { readonly everyMs: number; readonly send: (value: Value) => void }): Paced<Value> {
  const waiting = new Map<string, { value: Value; readonly timer: NodeJS.Timeout }>();
  const sentAt = new Map<string, number>();

  function pass(key: string, value: Value): void {
    sentAt.set(key, performance.now());
    send(value);
  }

  function release(key: string): void {
    const held = waiting.get(key);
    waiting.delete(key);
    if (held) pass(key, held.value);
  }

  return {
    put(key, value) {
      const held = waiting.get(key);
      if (held) {
        held.value = value;
        return;
      }
      const restMs = (sentAt.get(key) ?? -Infinity) + everyMs - performance.now();
      if (restMs <= 0) pass(key, value);
      else waiting.set(key, { value, timer: setTimeout(release, Math.ceil(restMs), key) });
    },
    stop() {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
