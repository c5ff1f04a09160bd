import type { AccountPosition } from "#simulator/market/account-position.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import { figure, usd } from "./wire-figures.ts";

/** `clearinghouseState`: an account's positions, and what stands behind them. An account that nobody knows is empty. */
export function clearinghouseState(listings: readonly Listing[], user: string, now: number): unknown {
  const held = listings.flatMap(({ recorder }) => recorder.accounts?.positionOf(user) ?? []);
  const cross = held.filter(({ marginMode }) => marginMode === "cross");
  const whole = summaryOf(held);
  return {
    marginSummary: textOf(whole),
    crossMarginSummary: textOf(summaryOf(cross)),
    crossMaintenanceMarginUsed: usd(cross.reduce((sum, { notionalUsd, maxLeverage }) => sum + notionalUsd / (2 * maxLeverage), 0)),
    withdrawable: usd(Math.max(0, whole.accountValue - whole.totalMarginUsed)),
    assetPositions: held.map((position) => ({ type: "oneWay", position: positionText(position) })),
    time: now,
  };
}

const signed = ({ side, size }: AccountPosition): number => (side === "long" ? size : -size);

function positionText(position: AccountPosition): unknown {
  const { coin, entry, marginMode, leverage, liquidationPrice, marginUsedUsd, maxLeverage, notionalUsd, unrealizedProfitUsd, equityUsd } = position;
  const atEntry = position.size * entry;
  return {
    coin,
    szi: figure(signed(position), 8),
    leverage:
      marginMode === "cross"
        ? { type: "cross", value: leverage }
        : { type: "isolated", value: leverage, rawUsd: usd(equityUsd - Math.sign(signed(position)) * notionalUsd) },
    entryPx: figure(entry, 6),
    positionValue: usd(notionalUsd),
    unrealizedPnl: usd(unrealizedProfitUsd),
    returnOnEquity: figure(unrealizedProfitUsd / (atEntry / leverage), 10),
    liquidationPx: liquidationPrice === undefined ? null : figure(liquidationPrice, 10),
    marginUsed: usd(marginUsedUsd),
    maxLeverage,
    cumFunding: { allTime: "0.0", sinceOpen: "0.0", sinceChange: "0.0" },
  };
}

interface Summary {
  readonly accountValue: number;
  readonly totalNtlPos: number;
  readonly totalRawUsd: number;
  readonly totalMarginUsed: number;
}

function summaryOf(held: readonly AccountPosition[]): Summary {
  const sum = (read: (position: AccountPosition) => number) => held.reduce((total, position) => total + read(position), 0);
  const accountValue = sum(({ equityUsd }) => equityUsd);
  return {
    accountValue,
    totalNtlPos: sum(({ notionalUsd }) => notionalUsd),
    totalRawUsd: accountValue - sum((position) => Math.sign(signed(position)) * position.notionalUsd),
    totalMarginUsed: sum(({ marginUsedUsd }) => marginUsedUsd),
  };
}

const textOf = ({ accountValue, totalNtlPos, totalRawUsd, totalMarginUsed }: Summary) => ({
  accountValue: usd(accountValue),
  totalNtlPos: usd(totalNtlPos),
  totalRawUsd: usd(totalRawUsd),
  totalMarginUsed: usd(totalMarginUsed),
});
