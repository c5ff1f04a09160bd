import { DESKS } from "./desks.ts";
import type { Random } from "./random.ts";

/** Account numbers of one public instrument: desks first, then these, then traders. */
export const FUND_LONG_ACCOUNT = DESKS + 1;
export const FUND_SHORT_ACCOUNT = DESKS + 2;
export const ARBITRAGE_ACCOUNT = DESKS + 3;
const FIRST_TRADER = 1_000;
/** From here on an account is the same in every coin of the exchange. */
export const FIRST_SHARED_ACCOUNT = 1 << 24;
const SHARED_ACCOUNTS = 1 << 10;
const SHARED_SHARE = 0.35;
/** Of those who open, how many have traded here before. */
const RETURNING_SHARE = 0.85;

/** Which account stands behind each position of an exchange with public accounts: one position a time and coin. */
export interface TraderAccounts {
  /** An isolated position may be one of several that its account has in other coins; a cross one shares its collateral with none. */
  open(slot: number, margin: "isolated" | "own"): number;
  close(account: number): void;
  slotOf(account: number): number | undefined;
}

export function createTraderAccounts(random: Random): TraderAccounts {
  const slots = new Map<number, number>();
  const idle: number[] = [];
  let next = FIRST_TRADER;

  function ownAccount(): number {
    if (idle.length === 0 || !random.chance(RETURNING_SHARE)) return next++;
    const at = Math.floor(random.uniform() * idle.length);
    const account = idle[at];
    idle[at] = idle[idle.length - 1];
    idle.pop();
    return account;
  }

  return {
    open(slot, margin) {
      const shared = margin === "isolated" && random.chance(SHARED_SHARE) ? FIRST_SHARED_ACCOUNT + Math.floor(random.uniform() * SHARED_ACCOUNTS) : undefined;
      const account = shared === undefined || slots.has(shared) ? ownAccount() : shared;
      slots.set(account, slot);
      return account;
    },
    close(account) {
      slots.delete(account);
      if (account < FIRST_SHARED_ACCOUNT) idle.push(account);
    },
    slotOf: (account) => slots.get(account),
  };
}
