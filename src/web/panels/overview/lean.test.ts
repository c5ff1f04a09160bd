import { expect, test } from "vitest";
import { leanOf } from "./lean.ts";

test.each([
  [{ longUsd: 30, shortUsd: 10 }, 0.5],
  [{ longUsd: 0, shortUsd: 10 }, -1],
  [{ longUsd: 10, shortUsd: 10 }, 0],
  [{ longUsd: 0, shortUsd: 0 }, undefined],
  [{ longUsd: null, shortUsd: 10 }, undefined],
])("%o leans %s", (row, lean) => expect(leanOf(row)).toBe(lean));
