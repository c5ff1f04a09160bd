import { MINUTE_MS, SECOND_MS } from "#core/units.ts";

/** Messages a second over the last minute, in one number a second. */
export interface MessageRate {
  count(now: number): void;
  perSecond(now: number): number;
}

const SECONDS = MINUTE_MS / SECOND_MS;

export function createMessageRate(): MessageRate {
  const counts = new Uint32Array(SECONDS);
  let startedAt: number | undefined;
  let second = 0;

  function moveTo(now: number): void {
    const nowSecond = Math.floor(now / SECOND_MS);
    if (nowSecond - second >= SECONDS) counts.fill(0);
    else for (let passed = second + 1; passed <= nowSecond; passed++) counts[passed % SECONDS] = 0;
    second = Math.max(second, nowSecond);
  }

  return {
    count(now) {
      startedAt ??= now;
      moveTo(now);
      counts[second % SECONDS]++;
    },
    perSecond(now) {
      if (startedAt === undefined) return 0;
      moveTo(now);
      const spanMs = Math.min(MINUTE_MS, Math.max(SECOND_MS, now - startedAt));
      return (counts.reduce((sum, count) => sum + count, 0) / spanMs) * SECOND_MS;
    },
  };
}
