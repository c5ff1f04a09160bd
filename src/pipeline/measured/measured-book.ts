import { PLANE_COUNT, type HeatColumn, type StockSnapshot, columnOfSnapshot, planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS, columnEnd, columnIndexOf } from "#core/heat-levels.ts";
import { type Instrument, notionalUsd } from "#core/instrument.ts";
import { type PositionSide, sideIndex } from "#core/position-side.ts";
import { rowCentre, rowOf } from "#core/price-rows.ts";
import { tierIndex } from "#core/tier.ts";
import { HOUR_MS, type Ms } from "#core/units.ts";
import type { AccountPosition } from "#exchanges/exchange.ts";

/** What the accounts that an exchange publishes hold of one market at one instant, as far as they have been looked at: nothing in it is estimated. */
export interface MeasuredBook {
  readonly layer: "measured";
  readonly snapshot: StockSnapshot;
  readonly long: MeasuredSide;
  readonly short: MeasuredSide;
  /** Accounts with a position. */
  readonly accounts: number;
  /** When the position that was looked at longest ago was. */
  readonly oldest: Ms;
  /** Those that stand: on their own side of the mark, or out of price's reach. */
  readonly positions: readonly AccountPosition[];
  /** The column of `level` that holds the instant; final when the column ends with it. */
  column(level: number): HeatColumn<"measured">;
}

export interface MeasuredSide {
  readonly accounts: number;
  /** At the mark. */
  readonly usd: number;
  /** Of the market's open interest, in the conserved unit; what is left was not seen. */
  readonly openInterestShare: number;
  /** Of `usd`, what price alone cannot liquidate. */
  readonly unreachableUsd: number;
  /** Of `usd`, what the largest account holds. */
  readonly largestShare: number;
}

export interface MeasuredInstant {
  readonly time: Ms;
  readonly mark: number;
  /** In the conserved unit, above 0. */
  readonly openInterest: number;
}

/** As far from the mark as the coarsest level reaches, and a little more. */
const REACH = 0.65;
/** A position that was not looked at for so long is not told any more. */
const OLDEST_MS = 2 * HOUR_MS;

/** Undefined when no position is known. */
export function measuredBookOf(instrument: Instrument, known: readonly AccountPosition[], at: MeasuredInstant): MeasuredBook | undefined {
  const { time, mark, openInterest } = at;
  const positions = known.filter(({ asOf, side, liquidationPrice }) => time - asOf <= OLDEST_MS && !isPassed(side, liquidationPrice, mark));
  if (positions.length === 0) return undefined;
  const firstRow = rowOf(mark * (1 - REACH));
  const rowCount = rowOf(mark * (1 + REACH)) - firstRow + 1;
  const usd = new Float32Array(PLANE_COUNT * rowCount);
  for (const { side, size, liquidationPrice, leverage } of positions) {
    const row = liquidationPrice === undefined ? -1 : rowOf(liquidationPrice) - firstRow;
    if (row >= 0 && row < rowCount)
      usd[planeOf(sideIndex(side), tierIndex(leverage)) * rowCount + row] += notionalUsd(instrument.contract, size, rowCentre(firstRow + row));
  }
  const snapshot = { time, mark, openInterest, openInterestUsd: notionalUsd(instrument.contract, openInterest, mark), firstRow, rowCount, usd };
  const columns = new Map<number, HeatColumn<"measured">>();
  return {
    layer: "measured",
    snapshot,
    long: sideOf(instrument, positions, { ...at, side: "long" }),
    short: sideOf(instrument, positions, { ...at, side: "short" }),
    accounts: new Set(positions.map(({ account }) => account)).size,
    oldest: positions.reduce((oldest, { asOf }) => (asOf < oldest ? asOf : oldest), positions[0].asOf),
    positions,
    column(level) {
      const index = columnIndexOf(HEAT_LEVELS[level], time - 1);
      const provisional = columnEnd(HEAT_LEVELS[level], index) !== time;
      const column = columns.get(level) ?? columnOfSnapshot(snapshot, HEAT_LEVELS[level], { layer: "measured", column: index, provisional });
      columns.set(level, column);
      return column;
    },
  };
}

/** The mark has gone through its liquidation price since it was looked at: what it is now is not known. */
const isPassed = (side: PositionSide, liquidationPrice: number | undefined, mark: number): boolean =>
  liquidationPrice !== undefined && (side === "long" ? liquidationPrice >= mark : liquidationPrice <= mark);

function sideOf(
  { contract }: Instrument,
  positions: readonly AccountPosition[],
  { side, mark, openInterest }: MeasuredInstant & { side: PositionSide },
): MeasuredSide {
  let size = 0;
  let unreachable = 0;
  let largest = 0;
  let accounts = 0;
  for (const position of positions) {
    if (position.side !== side) continue;
    accounts++;
    size += position.size;
    largest = Math.max(largest, position.size);
    if (position.liquidationPrice === undefined) unreachable += position.size;
  }
  return {
    accounts,
    usd: notionalUsd(contract, size, mark),
    openInterestShare: size / openInterest,
    unreachableUsd: notionalUsd(contract, unreachable, mark),
    largestShare: size > 0 ? largest / size : 0,
  };
}
