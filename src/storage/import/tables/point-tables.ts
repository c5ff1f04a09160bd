import { HEARD_COLUMN, heardIn } from "./heard-column.ts";
import type { TableFormat } from "./table-format.ts";

const METRICS_COLUMNS =
  "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio," +
  "sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio";

/** Binance metrics every 5 minutes; an empty ratio is left out. */
export const dumpMetrics = (): TableFormat => ({
  columns: METRICS_COLUMNS.split(","),
  required: ["create_time", "sum_open_interest"],
  expected: ["count_long_short_ratio"],
  mayBeEmpty: false,
  open(columns, { instrument, emit }) {
    const [timeColumn, openInterestColumn] = [columns.need("create_time"), columns.need("sum_open_interest")];
    const ratioColumn = columns.at("count_long_short_ratio");
    return (row) => {
      const time = row.time(timeColumn);
      emit({ kind: "open-interest", instrument, time, openInterest: row.nonNegative(openInterestColumn) });
      const ratio = row.optional(ratioColumn, row.nonNegative);
      if (ratio !== undefined) emit({ kind: "ratio", instrument, time, ratio });
    };
  },
});

/** Open interest in the unit that the instrument conserves, or, of the same shape, in USD still to be divided by a price. */
export const folderOpenInterest = (valueColumn: "open_interest" | "open_interest_usd"): TableFormat => ({
  // USD are divided by the price at their stamp, in the order of stamps.
  columns: ["time_ms", valueColumn, ...(valueColumn === "open_interest" ? [HEARD_COLUMN] : [])],
  required: ["time_ms", valueColumn],
  mayBeEmpty: false,
  open(columns, { instrument, emit }) {
    const [timeColumn, value] = [columns.need("time_ms"), columns.need(valueColumn)];
    const heardAt = heardIn(columns);
    return (row) => {
      const time = row.time(timeColumn);
      emit({ kind: "open-interest", instrument, time, openInterest: row.nonNegative(value), ...heardAt(row, time) });
    };
  },
});

export const dumpFunding = (): TableFormat => ({
  ...funding("calc_time", "last_funding_rate"),
  columns: ["calc_time", "funding_interval_hours", "last_funding_rate"],
});

export const folderFunding = (): TableFormat => {
  const format = funding("time_ms", "funding_rate");
  return { ...format, columns: [...format.columns, HEARD_COLUMN] };
};

export const folderRatio = (): TableFormat => ({
  columns: ["time_ms", "ratio"],
  required: ["time_ms", "ratio"],
  mayBeEmpty: true,
  open(columns, { instrument, emit }) {
    const [timeColumn, ratio] = [columns.need("time_ms"), columns.need("ratio")];
    return (row) => emit({ kind: "ratio", instrument, time: row.time(timeColumn), ratio: row.nonNegative(ratio) });
  },
});

function funding(timeName: string, rateName: string): TableFormat {
  return {
    columns: [timeName, rateName],
    required: [timeName, rateName],
    mayBeEmpty: true,
    open(columns, { instrument, emit }) {
      const [timeColumn, rate] = [columns.need(timeName), columns.need(rateName)];
      const heardAt = heardIn(columns);
      return (row) => {
        const time = row.time(timeColumn);
        emit({ kind: "funding", instrument, time, rate: row.number(rate), ...heardAt(row, time) });
      };
    },
  };
}
