import { expect, test } from "vitest";
import type { CombinedMarket } from "./combined-markets.ts";
import { createCombinedAttention } from "./combined-attention.ts";

test("who looks at a coin looks at the markets in it, at those that join later, and at none of them afterwards", () => {
  const looked = new Set<string>();
  const hub = {
    attend(id: string) {
      looked.add(id);
      return () => void looked.delete(id);
    },
  };
  let members = ["a:X", "b:X"];
  const combined = () => [{ id: "all:X", members: members.map((id) => ({ id })) } as unknown as CombinedMarket];
  const attention = createCombinedAttention(hub, combined);
  const end = attention.attend("all:X");
  expect([...looked]).toEqual(["all:X", "a:X", "b:X"]);
  members = ["a:X", "b:X", "c:X"];
  attention.follow();
  expect(looked.has("c:X")).toBe(true);
  end();
  expect([...looked]).toEqual([]);
});
