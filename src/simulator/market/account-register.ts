import type { AccountPosition, AccountRegister } from "./account-position.ts";
import { DESKS, accountOfDesk, deskOfAccount } from "./desks.ts";
import { type MarketState, openingSign } from "./market-state.ts";
import { CROSS, HEDGED } from "./positions.ts";
import { createRandom } from "./random.ts";
import { ARBITRAGE_ACCOUNT, FIRST_SHARED_ACCOUNT, FUND_LONG_ACCOUNT, FUND_SHORT_ACCOUNT } from "./trader-accounts.ts";
import type { SideIndex } from "./trader.ts";

/** Collateral of those whom price alone cannot reach, over the notional of what they hold. */
const DEEP_POCKET = 3;
const MAKERS_LEVERAGE = 10;

/** Looks up who holds what on an instrument whose accounts are public. */
export function createAccountRegister(market: MarketState, seed: string): AccountRegister {
  const { profile, positions } = market;
  const addresses = new Map<number, string>();
  const accounts = new Map<string, number>();

  function addressOf(account: number): string {
    const known = addresses.get(account);
    if (known !== undefined) return known;
    const home = account < FIRST_SHARED_ACCOUNT ? `${profile.exchange}/${profile.symbol}` : profile.exchange;
    const address = drawAddress(`${seed}/${home}/account/${account}`);
    addresses.set(account, address);
    accounts.set(address, account);
    return address;
  }

  function holders(): string[] {
    const held = WITHOUT_SLOT.filter((account) => holdingOf(market, account) !== undefined);
    for (let slot = 0; slot < positions.used; slot++) if (positions.open[slot] === 1) held.push(positions.account[slot]);
    return held.map(addressOf);
  }

  return {
    addressOf,
    holders,
    positionOf(address) {
      const name = address.toLowerCase();
      // Somebody may ask for an account that no trade has named since the start.
      if (!accounts.has(name)) holders();
      const account = accounts.get(name);
      const holding = account === undefined ? undefined : holdingOf(market, account);
      return holding === undefined ? undefined : describe(market, name, holding);
    },
  };
}

const WITHOUT_SLOT = [...Array.from({ length: DESKS }, (_, desk) => accountOfDesk(desk)), FUND_LONG_ACCOUNT, FUND_SHORT_ACCOUNT, ARBITRAGE_ACCOUNT];

/** What an account holds, with what a trader set and put behind it; the others have deep pockets. */
interface Holding {
  readonly signedLots: number;
  readonly entry: number;
  readonly slot?: number;
}

function holdingOf({ makers, positions, mark }: MarketState, account: number): Holding | undefined {
  const desk = deskOfAccount(account);
  if (desk !== undefined && makers.desks !== undefined) return held(makers.desks.held[desk], makers.desks.entry[desk]);
  if (account === FUND_LONG_ACCOUNT) return held(makers.fundLong, mark);
  if (account === FUND_SHORT_ACCOUNT) return held(-makers.fundShort, mark);
  if (account === ARBITRAGE_ACCOUNT) return held(makers.arbitrageLong - makers.arbitrageShort, mark);
  const slot = positions.accounts?.slotOf(account);
  if (slot === undefined || positions.open[slot] === 0) return undefined;
  return { signedLots: openingSign(positions.side[slot] as SideIndex) * positions.lots[slot], entry: positions.entry[slot], slot };
}

const held = (signedLots: number, entry: number): Holding | undefined => (signedLots === 0 ? undefined : { signedLots, entry });

function describe(market: MarketState, address: string, { signedLots, entry, slot }: Holding): AccountPosition {
  const { profile, positions, mark, brackets } = market;
  const { coin, lotSize } = profile;
  const size = Math.abs(signedLots) * lotSize;
  const notionalUsd = size * mark;
  const unrealizedProfitUsd = Math.sign(signedLots) * size * (mark - entry);
  const { maxLeverage } = brackets[0];
  const position = { address, coin, side: signedLots > 0 ? "long" : "short", size, entry, maxLeverage, notionalUsd, unrealizedProfitUsd } as const;
  if (slot === undefined || positions.mode[slot] === HEDGED) {
    const leverage = Math.min(maxLeverage, MAKERS_LEVERAGE);
    const shared = { marginMode: "cross", leverage, liquidationPrice: undefined } as const;
    return { ...position, ...shared, marginUsedUsd: notionalUsd / leverage, equityUsd: DEEP_POCKET * notionalUsd + unrealizedProfitUsd };
  }
  const equityUsd = positions.margin[slot] + unrealizedProfitUsd;
  const liquidation = positions.liquidation[slot];
  const leverage = positions.setting[slot];
  const marginMode = positions.mode[slot] === CROSS ? "cross" : "isolated";
  return {
    ...position,
    marginMode,
    leverage,
    liquidationPrice: Number.isNaN(liquidation) ? undefined : liquidation,
    marginUsedUsd: marginMode === "cross" ? notionalUsd / leverage : equityUsd,
    equityUsd,
  };
}

/** `0x` and 40 hexadecimal digits, the same for the same words. */
function drawAddress(words: string): string {
  const random = createRandom(words);
  let digits = "";
  for (let part = 0; part < 5; part++)
    digits += Math.floor(random.uniform() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  return `0x${digits}`;
}
