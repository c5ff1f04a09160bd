import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#core/units.ts";
import { type Crowd, createCrowd } from "./crowd.ts";
import { idOf, instrumentsOf } from "./crowd-instruments.conformance.ts";
import { LINEAR_EXCHANGE } from "./linear-exchange.conformance.ts";
import { positionOf } from "./market-state.ts";
import { placeOf } from "./minute-columns.ts";
import { type Recorder, createRecorder } from "./recorder.ts";
import { LONG } from "#core/position-side.ts";
import { truthOf } from "./truth.ts";

const START = Date.UTC(2026, 0, 1);
const DAYS = 2;
const create = (coin: string, seed: string) => createCrowd({ seed, coin, start: START, instruments: instrumentsOf(coin, START), keepDays: DAYS + 1 });

/** Logarithms of each minute's last trade. */
function closes({ minutes }: Recorder): number[] {
  return Array.from({ length: minutes.endMinute - minutes.firstMinute - 1 }, (_, i) =>
    Math.log(minutes.column.close[placeOf(minutes, minutes.firstMinute + i)]),
  );
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = (x: readonly number[], of: { x: number; y: readonly number[]; meanY: number }) =>
    mean(x.map((value, i) => (value - of.x) * (of.y[i] - of.meanY)));
  const ab = covariance(a, { x: meanA, y: b, meanY: meanB });
  return ab / Math.sqrt(covariance(a, { x: meanA, y: a, meanY: meanA }) * covariance(b, { x: meanB, y: b, meanY: meanB }));
}

const returns = (logs: readonly number[]): number[] => logs.slice(1).map((log, i) => log - logs[i]);

describe("two days of BTC on all exchanges", () => {
  const crowd = create("BTC", "crowd");
  crowd.advanceTo(START + DAYS * DAY_MS);
  const { recorders } = crowd;
  const forced = recorders.map((recorder) => recorder.takeForced());
  const [first] = recorders;
  const dated = recorders.filter(({ market }) => market.profile.expiry !== undefined);
  const perpetuals = recorders.filter(({ market }) => market.profile.expiry === undefined);

  it("trades one coin on eight instruments of five exchanges, by their share of open interest", () => {
    expect(recorders.map(({ market }) => idOf(market))).toEqual([
      "binance:BTCUSDT",
      "bybit:BTCUSDT",
      "bybit:BTCUSD",
      "okx:BTC-USDT-SWAP",
      "okx:BTC-USD-SWAP",
      "okx:BTC-USDT-260327",
      "bitget:BTCUSDT",
      "hyperliquid:BTC",
    ]);
    const usd = recorders.map(({ market }) => truthOf(market).openInterestUsd);
    const total = usd.reduce((sum, each) => sum + each, 0);
    for (const [i, { market }] of recorders.entries()) expect(usd[i] / total / market.profile.share).toBeCloseTo(1, 0);
    const positions = recorders.reduce((sum, { market }) => sum + market.positions.used - market.positions.freeCount, 0);
    expect(positions).toBeGreaterThan(30_000);
    expect(positions).toBeLessThan(70_000);
  });

  it.each(perpetuals.map((recorder) => [idOf(recorder.market), recorder] as const))("keeps the basis of %s bounded, and brings it back", (_, recorder) => {
    const [these, those] = [closes(recorder), closes(first)];
    const basis = these.map((log, i) => log - those[i]);
    for (const each of basis) expect(Math.abs(each)).toBeLessThan(0.005);
    expect(Math.abs(mean(basis))).toBeLessThan(0.0005);
    if (recorder === first) return;
    expect(new Set(basis).size).toBeGreaterThan(1_000);
    expect(correlation(basis.slice(0, -180), basis.slice(180))).toBeLessThan(0.5);
  });

  it("moves all instruments together: minute returns correlate by more than 0.9", () => {
    const reference = returns(closes(first));
    for (const recorder of recorders) expect(correlation(returns(closes(recorder)), reference)).toBeGreaterThan(0.9);
  });

  it("gives a dated future a term basis, and no funding", () => {
    for (const { market, funding } of dated) {
      const years = ((market.profile.expiry ?? 0) - market.time) / (365 * DAY_MS);
      expect(Math.log(market.mark / market.index)).toBeCloseTo(0.06 * years, 2);
      expect(Math.log(market.mark / market.index)).toBeGreaterThan(0.01);
      expect(funding).toEqual([]);
    }
  });

  it("pays funding by each exchange's clock", () => {
    for (const { market, funding } of perpetuals) {
      const every = market.profile.fundingIntervalMs ?? 0;
      expect(funding.map(({ time }) => time)).toEqual(Array.from({ length: (DAYS * DAY_MS) / every + 1 }, (_, i) => START + i * every));
    }
    expect(perpetuals.map(({ funding }) => funding.length).filter((count) => count === 24 * DAYS + 1)).toHaveLength(1);
  });

  it("liquidates at the price of the exchange's own margin rule", () => {
    for (const [i, { market }] of recorders.entries()) {
      const { profile, brackets } = market;
      expect(forced[i].length).toBeGreaterThan(0);
      for (const order of forced[i]) {
        const side = order.side === LONG ? ("long" as const) : ("short" as const);
        const { contract, contractSize, lotSize, marginModel } = profile;
        const position = { contract, contractSize, side, entry: order.entry, size: order.lots * lotSize, margin: order.margin };
        expect(order.liquidationPrice).toBe(marginModel.liquidationPrice(position, brackets));
        expect(side === "long" ? order.mark <= order.liquidationPrice : order.mark >= order.liquidationPrice).toBe(true);
        const value = contract === "linear" ? position.size * order.mark : position.size / order.mark;
        const profit = contract === "linear" ? position.size * (order.mark - order.entry) : position.size / order.entry - position.size / order.mark;
        const equity = order.margin + (side === "long" ? profit : -profit);
        expect(equity / value).toBeLessThan(marginModel.maintenance(position, order.mark, brackets) / value + 0.0007);
      }
    }
  });

  it("asks for each exchange's own maintenance: equal positions are not liquidated at equal prices", () => {
    const prices = recorders.map(({ market }) => {
      const { contract, contractSize, marginModel } = market.profile;
      const size = contract === "linear" ? 1 : 70_000;
      const margin = contract === "linear" ? 7_000 : 0.1;
      return marginModel.liquidationPrice({ contract, contractSize, side: "long", entry: 70_000, size, margin }, market.brackets) ?? 0;
    });
    expect(new Set(prices.map((price) => price.toFixed(1))).size).toBeGreaterThanOrEqual(5);
  });

  it("knows a truth whose levels and unreachable part are the open interest, inverse ones in USD face", () => {
    for (const { market } of recorders) {
      const truth = truthOf(market);
      const inverse = market.profile.contract === "inverse";
      for (const side of ["long", "short"] as const) {
        const levels = truth.levels.reduce((sum, level) => sum + level[`${side}Usd`] / (inverse ? 1 : level.price / truth.mark), 0);
        const never = side === "long" ? truth.neverLongUsd : truth.neverShortUsd;
        expect((levels + never) / truth.openInterestUsd).toBeCloseTo(1, 6);
      }
      expect(truth.openInterestUsd / truth.openInterest).toBeCloseTo(inverse ? 1 : truth.mark, 6);
    }
  });

  it("has traders on more than one instrument, on the same side", () => {
    const seen = new Map<number, number>();
    let both = 0;
    for (const { market } of recorders) {
      const { positions } = market;
      for (let slot = 0; slot < positions.used; slot++) {
        if (positions.open[slot] === 0) continue;
        const side = seen.get(positions.trader[slot]);
        if (side !== undefined) {
          both++;
          expect(positions.side[slot]).toBe(side);
        }
        seen.set(positions.trader[slot], positions.side[slot]);
      }
    }
    expect(both / seen.size).toBeGreaterThan(0.02);
  });

  it("arms every position at the price that its margin model gives", () => {
    for (const { market } of recorders) {
      const { positions, profile, brackets } = market;
      for (let slot = 0; slot < positions.used; slot += 7) {
        if (positions.open[slot] === 0 || Number.isNaN(positions.liquidation[slot])) continue;
        expect(positions.liquidation[slot]).toBe(profile.marginModel.liquidationPrice(positionOf(market, slot), brackets));
      }
    }
  });
});

function fingerprint({ recorders }: Crowd): number[] {
  return recorders.flatMap(({ market, trades, openInterestLots }) => [market.last, market.mark, trades.nextId, openInterestLots, market.ledger.volume]);
}

it("is, on one instrument, the market whose whole crowd trades there", () => {
  const crowd = createCrowd({ seed: "alone", coin: "BTC", start: START, instruments: instrumentsOf("BTC", START).slice(0, 1), keepDays: 1 });
  const alone = createRecorder({ seed: "alone", coin: "BTC", start: START, exchange: LINEAR_EXCHANGE, keepDays: 1 });
  for (const each of [crowd, alone]) each.advanceTo(START + 2 * HOUR_MS);
  const [{ market, trades, minutes }] = crowd.recorders;
  expect(trades).toEqual(alone.trades);
  expect(minutes.column).toEqual(alone.minutes.column);
  expect(market.ledger).toEqual(alone.market.ledger);
  expect(truthOf(market)).toEqual(truthOf(alone.market));
});

describe("a seed", () => {
  const end = START + HOUR_MS;
  const whole = create("SOL", "one");
  whole.advanceTo(end);

  it("makes the same crowd again, in live steps of any recorder, and another one from another seed", () => {
    const pieces = create("SOL", "one");
    for (let time = START, turn = 0; time < end; time += 700 + (time % 977), turn++) pieces.recorders[turn % pieces.recorders.length].advanceTo(time);
    pieces.advanceTo(end);
    expect(fingerprint(pieces)).toEqual(fingerprint(whole));
    for (const recorder of pieces.recorders) expect(recorder.now).toBe(end);
    const other = create("SOL", "two");
    other.advanceTo(end);
    expect(fingerprint(other)).not.toEqual(fingerprint(whole));
  });

  it("records every minute of every instrument", () => {
    for (const { minutes } of whole.recorders) expect(minutes.endMinute - minutes.firstMinute).toBe(HOUR_MS / MINUTE_MS + 1);
  });
});
