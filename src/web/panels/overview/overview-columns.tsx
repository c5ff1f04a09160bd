import type { ClusterMessage, OverviewRow } from "#wire/overview.ts";
import type { DataColumn } from "#web/ui/data-table.tsx";
import { formatChange, formatPrice, formatRate, formatMoney } from "#web/ui/format.ts";
import { Sparkline } from "#web/ui/sparkline.tsx";
import { Imbalance } from "./imbalance.tsx";
import { leanOf } from "./lean.ts";
import { rowNote } from "./row-note.ts";

type Column = DataColumn<OverviewRow>;

const PRICE: Column = { id: "price", title: "Price", value: ({ mark }) => mark, cell: priceOf };
const CHANGE: Column = { id: "change", title: "24 h", value: ({ change24h }) => change24h, cell: ({ change24h }) => changeOf(change24h) };
const DAY: Column = {
  id: "day",
  title: "Last day",
  hint: "Price over the last 24 hours",
  value: ({ change24h }) => change24h,
  cell: ({ prices, mark, coin }) => <Sparkline values={[...prices, mark]} name={`Price of ${coin} over a day`} />,
};
const OPEN_INTEREST: Column = {
  id: "open-interest",
  title: "Open interest",
  value: ({ openInterestUsd }) => openInterestUsd,
  cell: ({ openInterestUsd }) => usdOf(openInterestUsd),
};
const OPEN_INTEREST_CHANGE: Column = {
  id: "open-interest-change",
  title: "OI 24 h",
  hint: "Change of open interest in USD over a day, of the exchanges that tell it for that long",
  value: ({ openInterestChange24h }) => openInterestChange24h,
  cell: ({ openInterestChange24h }) => changeOf(openInterestChange24h),
};
const FUNDING: Column = {
  id: "funding",
  title: "Funding",
  hint: "Expected rate of the next settlement, per interval; positive: longs pay",
  value: ({ fundingRate }) => fundingRate,
  cell: ({ fundingRate }) => (fundingRate === null ? "–" : formatRate(fundingRate)),
};
const LEAN: Column = {
  id: "lean",
  title: "Longs : shorts, 5 %",
  hint: "Estimated longs below against shorts above, within 5 % of the price. Left-heavy: more longs would be forced by a fall",
  value: leanOf,
  cell: (row) => <Imbalance row={row} />,
};
const BELOW: Column = {
  id: "below",
  title: "Cluster below",
  hint: "Nearest cluster of longs that is at least a quarter of the side's largest; sorted by how near it is",
  firstSort: "ascending",
  value: ({ below }) => below && -below.distance,
  cell: ({ below }) => clusterOf(below, "longs"),
};
const ABOVE: Column = {
  id: "above",
  title: "Cluster above",
  hint: "Nearest cluster of shorts that is at least a quarter of the side's largest; sorted by how near it is",
  firstSort: "ascending",
  value: ({ above }) => above?.distance,
  cell: ({ above }) => clusterOf(above, "shorts"),
};
const GRADE: Column = {
  id: "grade",
  title: "Grade",
  hint: "How far what the map is made from can be relied on, A to D",
  firstSort: "ascending",
  value: ({ grade }) => grade,
  cell: ({ grade }) =>
    grade ? (
      <span className="grade" data-grade={grade}>
        {grade}
      </span>
    ) : (
      "–"
    ),
};

const FIGURES: readonly Column[] = [PRICE, CHANGE, DAY, OPEN_INTEREST, OPEN_INTEREST_CHANGE, FUNDING, LEAN, BELOW, ABOVE, GRADE];

/** Every column. `newestMs`: instant of the newest book, which a coin may be behind. */
export const overviewColumns = (newestMs: number): readonly Column[] => [coinColumn(newestMs), ...FIGURES];

/** What a sheet on a phone has room for. */
export const compactColumns = (newestMs: number): readonly Column[] => [
  coinColumn(newestMs),
  {
    ...PRICE,
    cell: (row) => (
      <span className="stacked">
        {priceOf(row)}
        {changeOf(row.change24h)}
      </span>
    ),
  },
  { ...BELOW, title: "Below" },
  { ...ABOVE, title: "Above" },
];

/** A page of a phone: everything of a coin on one card, sorted by what is not drawn as a column. */
export const cardColumns = (newestMs: number): readonly Column[] => [
  { ...coinColumn(newestMs), cell: (row) => <CoinCard row={row} note={rowNote(row, newestMs)} /> },
];

function coinColumn(newestMs: number): Column {
  return {
    id: "coin",
    title: "Coin",
    align: "left",
    firstSort: "ascending",
    value: ({ coin }) => coin,
    cell(row) {
      const note = rowNote(row, newestMs);
      return (
        <>
          <strong>{row.coin}</strong>
          {note && <span className="row-note"> {note}</span>}
        </>
      );
    },
  };
}

function CoinCard({ row, note }: { readonly row: OverviewRow; readonly note: string | undefined }) {
  return (
    <span className="coin-card">
      <span className="coin-card-line">
        <strong className="coin-card-name">{row.coin}</strong>
        {GRADE.cell(row)}
        {note && <span className="row-note">{note}</span>}
        <span className="spring" />
        {DAY.cell(row)}
        <span className="stacked coin-card-price">
          {priceOf(row)}
          {changeOf(row.change24h)}
        </span>
      </span>
      <span className="coin-card-line">
        <span>
          <span className="muted">Below </span>
          {BELOW.cell(row)}
        </span>
        <span className="spring" />
        <span>
          <span className="muted">Above </span>
          {ABOVE.cell(row)}
        </span>
      </span>
      <span className="coin-card-line">
        {LEAN.cell(row)}
        <span className="spring" />
        <span>
          <span className="muted">Fund. </span>
          <span className="figure">{FUNDING.cell(row)}</span>
        </span>
        <span>
          <span className="muted">OI </span>
          {OPEN_INTEREST_CHANGE.cell(row)}
        </span>
      </span>
    </span>
  );
}

function priceOf({ mark, tickSize }: OverviewRow) {
  return <span className="figure">{mark === null ? "–" : formatPrice(mark, tickSize)}</span>;
}

function usdOf(usd: number | null) {
  return <span className="figure">{usd === null ? "–" : formatMoney(usd)}</span>;
}

function changeOf(fraction: number | null) {
  if (fraction === null) return <span className="muted">–</span>;
  return (
    <span className="change figure" data-direction={fraction < 0 ? "down" : "up"}>
      {formatChange(fraction)}
    </span>
  );
}

function clusterOf(cluster: ClusterMessage | null, side: "longs" | "shorts") {
  if (cluster === null) return <span className="muted">none</span>;
  return (
    <span className="stacked-wide figure">
      <span>{formatChange(cluster.distance)}</span> <span className={side}>{formatMoney(cluster.usd)}</span>
    </span>
  );
}
