import type { Listing } from "#simulator/wire/listing.ts";

export type InstrumentType = "SWAP" | "FUTURES";

export const instrumentTypeOf = ({ instrument }: Listing): InstrumentType => (instrument.expiry === undefined ? "SWAP" : "FUTURES");

/** e.g. `BTC-USDT` of `BTC-USDT-SWAP`; also the name of the underlying index. */
export const familyOf = ({ symbol }: Listing): string => symbol.split("-").slice(0, 2).join("-");
