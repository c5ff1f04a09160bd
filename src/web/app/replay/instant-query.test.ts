import { describe, expect, it } from "vitest";
import { instantQuery } from "./instant-query.ts";

const optionsOf = (at: number | undefined, key = ["prints", "a:A"]) =>
  instantQuery({ key, at, everyMs: 5_000, ask: async () => ({ asOf: 0 }), timeOf: ({ asOf }) => asOf });
const standIn = (options: ReturnType<typeof optionsOf>, previous: { asOf: number }, queryKey: readonly unknown[]) =>
  "placeholderData" in options ? options.placeholderData(previous, { queryKey }) : undefined;

describe("instantQuery", () => {
  it("asks for now again and again, for what was known once", () => {
    expect(optionsOf(undefined).refetchInterval).toBe(5_000);
    expect(optionsOf(100).refetchInterval).toBe(false);
  });

  it("shows an earlier answer while the next is on its way", () => expect(standIn(optionsOf(100), { asOf: 90 }, ["prints", "a:A", 90])).toEqual({ asOf: 90 }));

  it("shows nothing that tells of a later time, or of another thing", () => {
    expect(standIn(optionsOf(100), { asOf: 110 }, ["prints", "a:A", 110])).toBeUndefined();
    expect(standIn(optionsOf(100), { asOf: 110 }, ["prints", "a:A", undefined])).toBeUndefined();
    expect(standIn(optionsOf(100), { asOf: 90 }, ["prints", "b:B", 90])).toBeUndefined();
  });
});
