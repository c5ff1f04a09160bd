import type { BothOpenInterests } from "./schemas.ts";

/** One-sided open interest. Bybit's older field is the sum of both sides; it is halved only where the single one is absent. */
export const oneSided = ({ openInterest, singleOpenInterest }: BothOpenInterests): number => singleOpenInterest ?? openInterest / 2;
