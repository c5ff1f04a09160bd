/** Frames as OKX documents them (July 2026), for tests to send. Fields that we do not read are there too; all numbers and times are text. */
type Overrides = Readonly<Record<string, unknown>>;

const push = (channel: string, instId: string, data: readonly unknown[]) => ({ arg: { channel, instId }, data });
const text = (value: number): string => String(value);

export const trades = (instId: string, ...rows: readonly ({ id: number; time: number } & Overrides)[]) =>
  push(
    "trades",
    instId,
    rows.map(({ id, time, ...rest }) => ({
      instId,
      tradeId: text(id),
      px: "60000.1",
      sz: "25",
      side: "sell",
      ts: text(time),
      count: "1",
      source: "0",
      seqId: 7,
      ...rest,
    })),
  );

export const markPrice = (instId: string, { time, ...rest }: { time: number } & Overrides) =>
  push("mark-price", instId, [{ instId, instType: "SWAP", markPx: "60001.5", ts: text(time), ...rest }]);

export const indexTicker = (index: string, { time, ...rest }: { time: number } & Overrides) =>
  push("index-tickers", index, [
    { instId: index, idxPx: "60000.7", high24h: "61000", low24h: "59000", open24h: "60500", sodUtc0: "60100", sodUtc8: "60200", ts: text(time), ...rest },
  ]);

export const fundingRate = (instId: string, { time, settlesAt, ...rest }: { time: number; settlesAt: number } & Overrides) =>
  push("funding-rate", instId, [
    {
      formulaType: "withRate",
      fundingRate: "0.0001875391284828",
      fundingTime: text(settlesAt),
      impactValue: "20000.0000000000000000",
      instId,
      instType: "SWAP",
      interestRate: "0.0001000000000000",
      maxFundingRate: "0.00375",
      method: "current_period",
      minFundingRate: "-0.00375",
      nextFundingRate: "",
      nextFundingTime: text(settlesAt + 28_800_000),
      premium: "0.0001233824646391",
      prevFundingTime: text(settlesAt - 28_800_000),
      settFundingRate: "0.0001699799259033",
      settState: "settled",
      ts: text(time),
      ...rest,
    },
  ]);

export const openInterest = (instId: string, { time, ...rest }: { time: number } & Overrides) =>
  push("open-interest", instId, [{ instId, instType: "SWAP", oi: "2906566.84", oiCcy: "29065.6684", oiUsd: "2434932771.707", ts: text(time), ...rest }]);

export const candle = (instId: string, { openTime, closed, ...rest }: { openTime: number; closed: boolean } & Overrides) => {
  const row = { o: "60000", h: "60020", l: "59990", c: "60010", vol: "1250", volCcy: "12.5", volCcyQuote: "750000", ...rest };
  return push("candle1m", instId, [[text(openTime), row.o, row.h, row.l, row.c, row.vol, row.volCcy, row.volCcyQuote, closed ? "1" : "0"]]);
};

export const book = (instId: string, { time, last, previous, ...rest }: { time: number; last: number; previous: number } & Overrides) => ({
  arg: { channel: "books", instId },
  action: previous === -1 ? "snapshot" : "update",
  data: [
    {
      asks: [["60000.1", "200", "0", "3"]],
      bids: [
        ["59999.9", "150", "0", "2"],
        ["59990", "0", "0", "0"],
      ],
      ts: text(time),
      checksum: -855196043,
      prevSeqId: previous,
      seqId: last,
      ...rest,
    },
  ],
});

export const forcedOrder = ({ time, ...rest }: { time: number } & Overrides) => ({
  bkLoss: "0",
  bkPx: "59700",
  ccy: "",
  posSide: "long",
  side: "sell",
  sz: "8.5",
  ts: text(time),
  ...rest,
});

export const liquidationOrders = (instType: "SWAP" | "FUTURES", rows: readonly { instId: string; details: readonly unknown[] }[]) => ({
  arg: { channel: "liquidation-orders", instType },
  data: rows.map(({ instId, details }) => {
    const family = instId.split("-", 2).join("-");
    return { details, instFamily: family, instId, instType, uly: family };
  }),
});
