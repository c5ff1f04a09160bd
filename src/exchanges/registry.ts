import { AppError } from "#core/app-error.ts";
import { createBinance } from "./binance/binance.ts";
import { BINANCE } from "./binance/declaration.ts";
import { createBitget } from "./bitget/bitget.ts";
import { BITGET } from "./bitget/declaration.ts";
import { createBybit } from "./bybit/bybit.ts";
import { BYBIT } from "./bybit/declaration.ts";
import type { Exchange, ExchangeDeclaration, Hosts } from "./exchange.ts";
import { HYPERLIQUID } from "./hyperliquid/declaration.ts";
import { createHyperliquid } from "./hyperliquid/hyperliquid.ts";
import { OKX } from "./okx/declaration.ts";
import { createOkx } from "./okx/okx.ts";

export interface RegisteredExchange {
  readonly declaration: ExchangeDeclaration;
  create(hosts: Hosts): Exchange;
}

/** Every exchange. A new one is a folder and a line here. */
export const EXCHANGES: readonly RegisteredExchange[] = [
  { declaration: BINANCE, create: createBinance },
  { declaration: BYBIT, create: createBybit },
  { declaration: BITGET, create: createBitget },
  { declaration: OKX, create: createOkx },
  { declaration: HYPERLIQUID, create: createHyperliquid },
];

/** What an exchange is called; its id where it is not one of ours. */
export const labelOfExchange = (id: string): string => EXCHANGES.find(({ declaration }) => declaration.id === id)?.declaration.label ?? id;

/** Base URL of every host: the setting of its name in `env`, else its default. Throws `bad-input` that names every setting that is no URL of its kind. */
export function hostsFrom(env: Readonly<Record<string, string | undefined>>): Hosts {
  const hosts = EXCHANGES.flatMap(({ declaration }) => declaration.hosts).map(({ env: name, use, url }) => ({ name, use, url: env[name] || url }));
  const problems = hosts.filter(({ url, use }) => !isUrlOf(url, use)).map(({ name, url, use }) => `${name} is "${url}", which is no ${SCHEMES[use]} URL`);
  if (problems.length > 0) throw new AppError("bad-input", problems.join("; "));
  return Object.fromEntries(hosts.map(({ name, url }) => [name, url]));
}

/** Makes the named exchanges. Throws `not-found` that names every unknown one and those there are. */
export function createExchanges(ids: readonly string[], hosts: Hosts): readonly Exchange[] {
  const unknown = ids.filter((id) => !EXCHANGES.some(({ declaration }) => declaration.id === id));
  const known = EXCHANGES.map(({ declaration }) => declaration.id).join(", ");
  if (unknown.length > 0) throw new AppError("not-found", `no exchange called ${unknown.join(", ")}; there is ${known}`);
  return EXCHANGES.filter(({ declaration }) => ids.includes(declaration.id)).map((exchange) => exchange.create(hosts));
}

const SCHEMES = { rest: "http(s)", ws: "ws(s)" } as const;

function isUrlOf(url: string, use: keyof typeof SCHEMES): boolean {
  const { protocol } = URL.canParse(url) ? new URL(url) : { protocol: "" };
  return use === "rest" ? /^https?:$/.test(protocol) : /^wss?:$/.test(protocol);
}
