import type { InstrumentId } from "#core/instrument.ts";
import { sideSign } from "#core/position-side.ts";
import { MINUTE_MS, SECOND_MS } from "#core/units.ts";
import type { AccountPosition } from "#exchanges/exchange.ts";

/** Who is known, what they hold, and who is to be looked at next. Bounded: beyond its room those that matter least are forgotten. */
export interface AccountRegister {
  /** An account traded for `usd`. */
  traded(address: string, usd: number, now: number): void;
  /** An account is known from before. */
  remember(address: string, now: number): void;
  /** What a look showed; an account that is found empty a few times in a row is forgotten. Returns what it held before. */
  saw(address: string, positions: readonly AccountPosition[], now: number): readonly AccountPosition[];
  /** A look failed: its turn comes again. `unreadable`: the exchange answers, but of this account in no known shape; it is asked for ever less often. */
  passed(address: string, now: number, why?: "unreadable"): void;
  /** The accounts that are most overdue, at most `most`: holders first, and half of them where there are as many others. One that was named is not named again until its look has succeeded or failed. */
  due(most: number, now: number): readonly string[];
  positions(instrument: InstrumentId): readonly AccountPosition[];
  /** Addresses with positions, largest first. */
  holders(most: number): readonly string[];
  readonly size: number;
}

interface Account {
  readonly address: string;
  /** When it was last looked at, or first heard of. */
  since: number;
  looked: "never" | "empty" | "holding";
  emptyLooks: number;
  tradedUsd: number;
  notionalUsd: number;
  positions: readonly AccountPosition[];
  /** Looks in a row whose answer could not be read. */
  unreadableLooks: number;
  /** Named as due, not seen since. */
  asked: boolean;
}

/** An account of this notional is looked at every minute, others by the square root of theirs. */
const REFERENCE_USD = 1_000_000;
const OFTENEST_MS = 15 * SECOND_MS;
const RAREST_MS = 30 * MINUTE_MS;
/** As near to liquidation as this (a fraction of price), an account is looked at more often. */
const NEAR = 0.05;
const NEAREST_FACTOR = 0.1;
/** The mark has gone through a liquidation price since: whether it was one is to be known soon. */
const PASSED_MS = 4 * SECOND_MS;
/** An account that has traded since holds something else now. */
const TRADED_FACTOR = 0.35;
const NEWCOMER_MS = MINUTE_MS;
const NEWCOMER_USD = 10_000;
const EMPTY_MS = 10 * MINUTE_MS;
const MOST_EMPTY_LOOKS = 3;
/** When there is no room, this share is forgotten at once. */
const FORGOTTEN_SHARE = 0.05;

export interface RegisterOptions {
  readonly most: number;
  /** The newest mark of an instrument. */
  readonly markOf: (instrument: InstrumentId) => number | undefined;
}

export function createAccountRegister({ most, markOf }: RegisterOptions): AccountRegister {
  const accounts = new Map<string, Account>();

  return {
    traded(address, usd, now) {
      known(address, now).tradedUsd += usd;
    },
    remember: (address, now) => void known(address, now),
    saw(address, positions, now) {
      const account = known(address, now);
      const before = account.positions;
      const emptyLooks = positions.length === 0 ? account.emptyLooks + 1 : 0;
      const notionalUsd = positions.reduce((sum, { instrument, size, liquidationPrice = 0 }) => sum + size * (markOf(instrument) ?? liquidationPrice), 0);
      const looked = positions.length === 0 ? "empty" : "holding";
      Object.assign(account, {
        since: now,
        looked,
        emptyLooks,
        tradedUsd: 0,
        notionalUsd,
        positions,
        unreadableLooks: 0,
        asked: false,
      } satisfies Partial<Account>);
      if (emptyLooks >= MOST_EMPTY_LOOKS) accounts.delete(address);
      return before;
    },
    passed(address, now, why) {
      const account = accounts.get(address);
      if (account === undefined) return;
      const unreadableLooks = why === undefined ? account.unreadableLooks : account.unreadableLooks + 1;
      Object.assign(account, { since: now, unreadableLooks, asked: false } satisfies Partial<Account>);
    },
    due(count, now) {
      const holders = createFrontRank(count);
      const others = createFrontRank(count);
      for (const account of accounts.values()) {
        if (account.asked) continue;
        const overdue = (now - account.since) / intervalOf(account, markOf);
        if (overdue >= 1) (account.looked === "holding" ? holders : others).add(account, overdue);
      }
      // Neither a rush of newcomers nor a crowd of holders takes every turn.
      const half = Math.ceil(count / 2);
      const fromHolders = Math.max(half, count - others.size);
      const named = [...holders.first(fromHolders), ...others.first(count - Math.min(fromHolders, holders.size))];
      return named.map((account) => {
        account.asked = true;
        return account.address;
      });
    },
    positions(instrument) {
      const found: AccountPosition[] = [];
      for (const account of accounts.values()) for (const position of account.positions) if (position.instrument === instrument) found.push(position);
      return found;
    },
    holders: (count) =>
      [...accounts.values()]
        .filter(({ looked }) => looked === "holding")
        .sort((a, b) => b.notionalUsd - a.notionalUsd)
        .slice(0, count)
        .map(({ address }) => address),
    get size() {
      return accounts.size;
    },
  };

  function known(address: string, now: number): Account {
    const account = accounts.get(address);
    if (account !== undefined) return account;
    if (accounts.size >= most) makeRoom();
    const newcomer: Account = {
      address,
      since: now,
      looked: "never",
      emptyLooks: 0,
      tradedUsd: 0,
      notionalUsd: 0,
      positions: [],
      unreadableLooks: 0,
      asked: false,
    };
    accounts.set(address, newcomer);
    return newcomer;
  }

  function makeRoom(): void {
    const least = [...accounts.values()].sort((a, b) => a.notionalUsd - b.notionalUsd || a.tradedUsd - b.tradedUsd || a.since - b.since);
    for (const { address } of least.slice(0, Math.ceil(most * FORGOTTEN_SHARE))) accounts.delete(address);
  }
}

/** The most overdue of those that are added. */
interface FrontRank {
  add(account: Account, overdue: number): void;
  first(count: number): readonly Account[];
  readonly size: number;
}

function createFrontRank(most: number): FrontRank {
  const ranked: { readonly account: Account; readonly overdue: number }[] = [];
  return {
    add(account, overdue) {
      if (ranked.length === most && overdue <= ranked[most - 1].overdue) return;
      ranked.push({ account, overdue });
      ranked.sort((a, b) => b.overdue - a.overdue);
      if (ranked.length > most) ranked.pop();
    },
    first: (count) => ranked.slice(0, count).map(({ account }) => account),
    get size() {
      return ranked.length;
    },
  };
}

/** How long an account may go unseen, ms. */
function intervalOf(account: Account, markOf: RegisterOptions["markOf"]): number {
  const { unreadableLooks } = account;
  const wanted = wantedInterval(account, markOf);
  return unreadableLooks === 0 ? wanted : Math.min(RAREST_MS, Math.max(MINUTE_MS, wanted) * 2 ** unreadableLooks);
}

function wantedInterval(account: Account, markOf: RegisterOptions["markOf"]): number {
  const { looked, emptyLooks, tradedUsd, notionalUsd, positions } = account;
  if (looked === "never") return NEWCOMER_MS / (1 + tradedUsd / NEWCOMER_USD);
  const traded = tradedUsd > 0 ? TRADED_FACTOR : 1;
  if (looked === "empty") return EMPTY_MS * 2 ** (emptyLooks - 1) * traded;
  const bySize = Math.min(RAREST_MS, MINUTE_MS * Math.sqrt(REFERENCE_USD / Math.max(1, notionalUsd)));
  const distance = nearest(positions, markOf);
  if (distance <= 0) return PASSED_MS;
  const byDistance = Math.min(1, Math.max(NEAREST_FACTOR, distance / NEAR));
  return Math.max(OFTENEST_MS, bySize * byDistance * traded);
}

/** How far the mark may still move, as a fraction, before the first position is liquidated; below zero: it has moved so far. */
function nearest(positions: readonly AccountPosition[], markOf: RegisterOptions["markOf"]): number {
  let least = Infinity;
  for (const { instrument, side, liquidationPrice } of positions) {
    const mark = markOf(instrument);
    if (mark !== undefined && liquidationPrice !== undefined) least = Math.min(least, sideSign(side) * (1 - liquidationPrice / mark));
  }
  return least;
}
