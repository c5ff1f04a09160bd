/** What the CoinGlass surface answers about a key. */
export interface KeyUse {
  /** Requests a minute. */
  readonly limit: number;
  /** Of them, used in the running minute. */
  readonly used: number;
  readonly problem?: { readonly status: 401 | 429; readonly msg: string };
}

const MINUTE_MS = 60_000;
const LIMIT = 1_200;
const MAX_KEYS_COUNTED = 10_000;

/** Counts requests per key and minute. With `accepted` keys given, others are refused; without, any key or none will do. */
export function createKeyCounter(accepted: readonly string[]): { use(key: string | string[] | undefined, now: number): KeyUse } {
  const known = new Set(accepted);
  const used = new Map<string, number>();
  let minute = 0;
  return {
    use(header, now) {
      const key = typeof header === "string" ? header : "";
      if (Math.floor(now / MINUTE_MS) !== minute || used.size > MAX_KEYS_COUNTED) used.clear();
      minute = Math.floor(now / MINUTE_MS);
      if (known.size > 0 && !known.has(key)) {
        const msg = key === "" ? "API key missing: send it in the header CG-API-KEY" : "API key not known here";
        return { limit: LIMIT, used: 0, problem: { status: 401, msg } };
      }
      const count = (used.get(key) ?? 0) + 1;
      used.set(key, count);
      if (count > LIMIT) return { limit: LIMIT, used: count, problem: { status: 429, msg: `more than ${LIMIT} requests in a minute` } };
      return { limit: LIMIT, used: count };
    },
  };
}
