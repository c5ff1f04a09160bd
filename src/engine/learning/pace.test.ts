import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "#core/units.ts";
import { type Pace, freshPace, learnPace } from "./pace.ts";

/** Three days of open interest that swings by `swing`, sampled every `everyMs`, while each side closes `perMinute`. */
function after({ swing, perMinute, everyMs = 5 * MINUTE_MS }: { swing: number; perMinute: number; everyMs?: number }): Pace {
  const state = freshPace();
  for (let time = everyMs; time <= 3 * 1440 * MINUTE_MS; time += everyMs) {
    const stretch = Math.floor(time / (5 * MINUTE_MS));
    // Up and down by amounts that differ from stretch to stretch.
    const openInterest = 50_000 + (stretch % 2 === 0 ? swing * ((stretch % 14) / 14) : 0);
    learnPace(state, { time, openInterest, closed: (perMinute * state.pace * everyMs) / MINUTE_MS });
  }
  return state;
}

describe("the pace of closing", () => {
  it("rises where open interest falls by more than the model closes, and falls where it never does", () => {
    expect(after({ swing: 400, perMinute: 20 }).pace).toBeGreaterThan(1.5);
    expect(after({ swing: 50, perMinute: 20 }).pace).toBeLessThan(0.7);
  });

  it("keeps within a factor of four of the prior", () => {
    expect(after({ swing: 50_000, perMinute: 0.01 }).pace).toBeLessThanOrEqual(4);
    expect(after({ swing: 1, perMinute: 1000 }).pace).toBeGreaterThanOrEqual(0.25);
  });

  it("is the same however often open interest is sampled within five minutes, and learns nothing from an hour's change", () => {
    const rare = after({ swing: 400, perMinute: 20 });
    expect(after({ swing: 400, perMinute: 20, everyMs: MINUTE_MS }).pace).toBeCloseTo(rare.pace, 1);
    expect(after({ swing: 400, perMinute: 20, everyMs: 60 * MINUTE_MS }).pace).toBe(1);
  });
});
