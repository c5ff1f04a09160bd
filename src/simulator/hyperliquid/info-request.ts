import { DAY_MS, HOUR_MS, MINUTE_MS } from "#core/units.ts";
import type { Listing } from "#simulator/wire/listing.ts";
import type { RestRequest } from "#simulator/wire/venue.ts";
import { notARequest, nothingThere } from "./refusal.ts";

export const INTERVAL_MS: Readonly<Record<string, number>> = {
  "1m": MINUTE_MS,
  "3m": 3 * MINUTE_MS,
  "5m": 5 * MINUTE_MS,
  "15m": 15 * MINUTE_MS,
  "30m": 30 * MINUTE_MS,
  "1h": HOUR_MS,
  "2h": 2 * HOUR_MS,
  "4h": 4 * HOUR_MS,
  "8h": 8 * HOUR_MS,
  "12h": 12 * HOUR_MS,
  "1d": DAY_MS,
};

/** Fields of an information request. */
export type Asked = Readonly<Record<string, unknown>>;

export const fieldsOf = (body: unknown): Asked => (typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Asked) : {});

export const kindOf = ({ body }: RestRequest): string => {
  const { type } = fieldsOf(body);
  return typeof type === "string" ? type : "";
};

export function listingOf(listings: readonly Listing[], { coin }: Asked): Listing {
  if (typeof coin !== "string") throw notARequest();
  const listing = listings.find(({ symbol }) => symbol === coin);
  if (listing === undefined) throw nothingThere();
  return listing;
}

/** Start and end, epoch ms, both included; without an end: now. */
export function spanOf({ startTime, endTime }: Asked, now: number): { startTime: number; endTime: number } {
  if (typeof startTime !== "number" || (endTime !== undefined && endTime !== null && typeof endTime !== "number")) throw notARequest();
  return { startTime, endTime: endTime ?? now };
}

export function intervalOf({ interval }: Asked): { interval: string; intervalMs: number } {
  if (typeof interval !== "string" || !Object.hasOwn(INTERVAL_MS, interval)) throw notARequest();
  return { interval, intervalMs: INTERVAL_MS[interval] };
}

export function userOf({ user }: Asked): string {
  if (typeof user !== "string" || !/^0x[0-9a-fA-F]{40}$/.test(user)) throw notARequest();
  return user.toLowerCase();
}
