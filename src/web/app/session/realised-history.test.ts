import { expect, it } from "vitest";
import { HEAT_LEVELS, columnIndexOf } from "#core/heat-levels.ts";
import { priceAt } from "#core/price-rows.ts";
import type { RealisedRow } from "#wire/messages.ts";
import { createRealisedHistory } from "./realised-history.ts";

const LEVEL = 1;
const TIME = Date.UTC(2026, 0, 5, 12);
const CELL = 11_000;
const COLUMN = columnIndexOf(HEAT_LEVELS[LEVEL], TIME);
const { signal } = new AbortController();

const row = (usd: number, prints: number, cell = CELL): RealisedRow => [TIME, priceAt((cell + 0.5) * HEAT_LEVELS[LEVEL].rowsPerCell), usd, 0, prints];

function historyOf(...replies: readonly (readonly RealisedRow[])[]) {
  const waiting = [...replies];
  return createRealisedHistory({ market: "a:b", level: LEVEL, fetchRealised: async () => waiting.shift() ?? [] });
}

it("reads times and prices back to the cells they came from", async () => {
  const history = historyOf([row(500, 2)]);
  await history.load({ fromMs: TIME, toMs: TIME }, signal);
  expect(history.cells).toEqual([{ column: COLUMN, cell: CELL, longUsd: 500, shortUsd: 0, prints: 2 }]);
});

it("replaces a cell by its larger sum and never adds the two, whichever comes first", async () => {
  const history = historyOf([row(500, 2), row(40, 1, CELL + 1)], [row(500, 2)]);
  await history.load({ fromMs: TIME, toMs: TIME }, signal);
  history.take([row(900, 3)]);
  await history.load({ fromMs: TIME, toMs: TIME }, signal);
  expect(history.cells.map(({ longUsd, prints }) => [longUsd, prints])).toEqual([
    [900, 3],
    [40, 1],
  ]);
});
