import type { DataColumn } from "#web/ui/data-table.tsx";
import { formatClock, formatPrice, formatTime, formatUsd, formatZone } from "#web/ui/format.ts";
import type { TapeRow } from "./tape-rows.ts";

/** What a phone has room for. */
export const COMPACT_TAPE_COLUMNS: ReadonlySet<string> = new Set(["time", "side", "price", "usd"]);

export interface TapeScale {
  readonly largestUsd: number;
  /** Start of the tape's last day, epoch ms: earlier prints carry their date. */
  readonly today: number;
}

/** A bar behind each size, the square root of its share of the largest, so that small ones are still seen. */
export function tapeColumns({ largestUsd, today }: TapeScale): readonly DataColumn<TapeRow>[] {
  return [
    {
      id: "time",
      title: `Time (${formatZone(today)})`,
      align: "left",
      value: ({ time }) => time,
      cell: ({ time }) => (
        <span className="figure" title={formatTime(time)}>
          {time < today ? formatTime(time) : formatClock(time)}
        </span>
      ),
    },
    { id: "exchange", title: "Exchange", align: "left", firstSort: "ascending", value: ({ exchange }) => exchange, cell: ({ exchange }) => exchange },
    {
      id: "side",
      title: "Forced",
      align: "left",
      firstSort: "ascending",
      value: ({ positionSide }) => positionSide,
      cell: ({ positionSide }) => <span className={`${positionSide}s`}>{positionSide}</span>,
    },
    {
      id: "price",
      title: "Price",
      value: ({ price }) => price,
      cell: ({ price, tickSize }) => <span className="figure">{formatPrice(price, tickSize)}</span>,
    },
    {
      id: "usd",
      title: "Size",
      value: ({ usd }) => usd,
      cell: ({ usd, positionSide }) => (
        <span className="tape-size figure" data-side={positionSide}>
          <span className="tape-bar" aria-hidden="true" style={{ width: `${Math.sqrt(usd / largestUsd) * 100}%` }} />
          {formatUsd(usd)}
        </span>
      ),
    },
  ];
}
