import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { seededUniform } from "#engine/score/seeded-uniform.ts";
import { type SampleScore, scoreOfHalf, splitAccounts } from "#engine/score/positions-score.ts";
import { readPositionSamples } from "./position-samples.ts";
import { MARKET_CONTENDERS } from "./contenders.ts";
import { POSITIONS_WEEK, readPositionMarkets, scoreRecorded, withMarketFolders } from "./recorded-data.ts";
import { scorePositions } from "./score-positions.ts";

const recorded = process.env["POWDERKEG_RECORDED_DATA"] ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const file = `${recorded}/hyperliquid-positions.csv.gz`;

const weighted = (scores: readonly SampleScore[], value: (score: SampleScore) => number) =>
  scores.reduce((sum, score) => sum + score.positions * value(score), 0) / scores.reduce((sum, { positions }) => sum + positions, 0);

describe.skipIf(!existsSync(file))("recorded positions (need POWDERKEG_RECORDED_DATA or ../shared/data)", () => {
  test("are the week's samples, with their accounts", async () => {
    const samples = await readPositionSamples(file, POSITIONS_WEEK);
    expect([...samples.keys()]).toEqual(expect.arrayContaining(["BTC", "ETH", "SOL"]));
    const bitcoin = samples.get("BTC") ?? [];
    expect(bitcoin.length).toBeGreaterThan(40);
    expect(bitcoin.every(({ time }) => time >= POSITIONS_WEEK.from && time < POSITIONS_WEEK.to)).toBe(true);
    for (const { positions } of bitcoin) expect(positions.every(({ usd, liquidationPrice }) => usd > 0 && liquidationPrice > 0)).toBe(true);
  });

  test.each([
    ["BTC", 0.54, 0.039],
    ["ETH", 0.46, 0.044],
  ])("%s: noise allows what was measured of them before", async (coin, overlap, earthMover) => {
    const samples = (await readPositionSamples(file, POSITIONS_WEEK)).get(coin) ?? [];
    const ceiling = splitAccounts(samples, { random: seededUniform(1), splits: 20 }).flatMap((half) => scoreOfHalf(samples, half, "all"));
    expect(weighted(ceiling, (score) => score.overlap)).toBeCloseTo(overlap, 1);
    expect(weighted(ceiling, (score) => score.earthMover)).toBeCloseTo(earthMover, 2);
  });

  test.skipIf(!existsSync(`${recorded}/../tools/market-folders.mjs`))(
    "are nearer to the map than to a uniform one, with a prior that has not seen the coin, and nearer still once earlier days are told",
    async () => {
      const contenders = MARKET_CONTENDERS.filter(({ name }) =>
        ["its prior fitted on other coins only", "told nothing, its prior fitted on other coins only", "uniform map"].includes(name),
      ).map((each) => ({
        ...each,
        onOthers: false,
      }));
      const [eth] = (await withMarketFolders(recorded, (folders) => readPositionMarkets(recorded, { folders, coins: ["ETH"] }))) ?? [];
      const rows = scorePositions(eth.market, eth.samples, contenders).contenders;
      const [told, untold, uniform] = rows.map(({ earthMover, overlap }) => ({ earthMover: earthMover.value, overlap: overlap.value }));
      expect(rows).toHaveLength(3);
      expect(untold.earthMover).toBeLessThan(0.9 * uniform.earthMover);
      expect(untold.overlap).toBeGreaterThan(uniform.overlap + 0.02);
      expect(told.earthMover).toBeLessThan(0.8 * untold.earthMover);
      expect(told.overlap).toBeGreaterThan(untold.overlap + 0.02);
    },
    60_000,
  );
});

test("without recorded data there is no report", async () => expect(await scoreRecorded("/nowhere/data")).toBeUndefined());
