import { expect, test } from "vitest";
import type { WeightsMessage } from "#wire/weights.ts";
import { ladderRows } from "./ladder-rows.ts";

const weight = (share: number) => ({ priorShare: 0.1, share, standingUsd: 5, pinned: false });
const side = (factor: number) => ({
  rungs: [
    { leverage: 2, margin: "cross" as const, tier: "5" as const, evidenceOrders: 0, ...weight(0.3 * factor) },
    { leverage: 100, margin: "isolated" as const, tier: "100" as const, evidenceOrders: 7, ...weight(0.2 * factor) },
  ],
  never: weight(0.5),
});

test("rows go from the highest leverage down to what is never reached, both sides beside each other", () => {
  const rows = ladderRows({ long: side(1), short: side(2) } as WeightsMessage);
  expect(rows.map(({ name, tier }) => [name, tier])).toEqual([
    ["100x set", "100"],
    ["2x", "5"],
    ["never", undefined],
  ]);
  expect(rows[0].weights).toMatchObject({ long: { share: 0.2, evidenceOrders: 7 }, short: { share: 0.4 } });
  expect(rows[2].weights.long).toMatchObject({ share: 0.5, evidenceOrders: undefined });
});
