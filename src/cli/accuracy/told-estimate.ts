import { type Instrument, instrumentId } from "#core/instrument.ts";
import { leverageBehind } from "#core/leverage-behind.ts";
import { POSITION_SIDES } from "#core/position-side.ts";
import { asMs } from "#core/units.ts";
import type { AccountPosition } from "#exchanges/exchange.ts";
import { createEstimator } from "#engine/ladder-estimator.ts";
import type { LadderPrior } from "#engine/ladder-prior.ts";
import { highestLeverage } from "#engine/priors/ladder-prior-of.ts";
import type { MapMaker } from "#engine/score/map-maker.ts";
import type { PositionSample } from "#engine/score/positions-score.ts";
import { leverageNews } from "#pipeline/measured/leverage-news.ts";
import { measuredBookOf } from "#pipeline/measured/measured-book.ts";
import { mapOfEstimator } from "./estimate-map.ts";

/** The estimate as it runs live where positions are published: told how the newest of `published` spread, as often as a live market is. */
export function toldEstimate(instrument: Instrument, prior: LadderPrior, published: readonly PositionSample[]): MapMaker {
  const estimator = createEstimator(instrument, { prior });
  const maker = mapOfEstimator(estimator);
  return {
    ...maker,
    step(input) {
      const end = input.start + input.durationMs;
      const sample = published.findLast(({ time }) => time <= end);
      const openInterest = input.openInterest?.openInterest;
      const isNews = sample !== undefined && sample.time > (estimator.seenLeverage?.time ?? 0) && estimator.ready;
      const book =
        isNews && openInterest !== undefined
          ? measuredBookOf(instrument, positionsOf(instrument, sample), { ...sample, time: asMs(sample.time), openInterest })
          : undefined;
      const leverage = book && leverageNews(instrumentId(instrument), book, estimator);
      maker.step(leverage ? { ...input, leverage } : input);
    },
  };
}

function positionsOf(instrument: Instrument, { time, mark, held }: PositionSample): readonly AccountPosition[] {
  const maintenanceRate = 0.5 / highestLeverage(instrument);
  return held.map(({ account, side, size, entryPrice, liquidationPrice }) => {
    const name = POSITION_SIDES[side];
    const at = (price: number) => (liquidationPrice === undefined ? 1 : leverageBehind(name, { liquidationPrice, price, maintenanceRate }));
    const isLoss = liquidationPrice !== undefined && (entryPrice - liquidationPrice) * (side === 0 ? 1 : -1) > 0;
    return {
      instrument: instrumentId(instrument),
      account,
      side: name,
      size,
      liquidationPrice,
      leverage: at(mark),
      entryLeverage: at(isLoss ? entryPrice : mark),
      asOf: asMs(time),
    };
  });
}
