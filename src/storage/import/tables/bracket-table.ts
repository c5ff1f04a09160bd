import type { PublishedBracket } from "#core/events.ts";
import type { Ms } from "#core/units.ts";
import type { TableFormat } from "./table-format.ts";

/** Margin brackets as an exchange was seen to apply them: one row a bracket, lowest first; rows of one `time_ms` are one table. */
export const folderBrackets = (): TableFormat => {
  let table: { time: Ms; changedAt: Ms; brackets: PublishedBracket[] } | undefined;
  const emitTable: NonNullable<TableFormat["finish"]> = ({ instrument, emit }) => {
    if (table) emit({ kind: "brackets", instrument, ...table });
    table = undefined;
  };
  return {
    columns: ["time_ms", "changed_at_ms", "floor_usd", "cap_usd", "max_leverage", "maintenance_rate", "maintenance_amount_usd"],
    required: ["time_ms", "changed_at_ms", "floor_usd", "cap_usd", "max_leverage", "maintenance_rate", "maintenance_amount_usd"],
    mayBeEmpty: true,
    open(columns, context) {
      const [timeColumn, changedColumn, floor] = [columns.need("time_ms"), columns.need("changed_at_ms"), columns.need("floor_usd")];
      const [cap, leverage] = [columns.need("cap_usd"), columns.need("max_leverage")];
      const [rate, amount] = [columns.need("maintenance_rate"), columns.need("maintenance_amount_usd")];
      return (row) => {
        const [time, changedAt] = [row.time(timeColumn), row.time(changedColumn)];
        const bracket: PublishedBracket = {
          floor: row.nonNegative(floor),
          cap: row.positive(cap),
          maxLeverage: row.positive(leverage),
          maintenanceRate: row.nonNegative(rate),
          maintenanceAmount: row.number(amount),
        };
        if (bracket.cap <= bracket.floor) throw row.fault(`cap_usd ${bracket.cap} is not above floor_usd ${bracket.floor}`);
        if (table && time !== table.time) emitTable(context);
        table ??= { time, changedAt, brackets: [] };
        const below = table.brackets.at(-1);
        if (below && bracket.floor < below.cap) throw row.fault(`floor_usd ${bracket.floor} is below the cap ${below.cap} of the bracket above this row`);
        table.brackets.push(bracket);
      };
    },
    finish: emitTable,
  };
};
