import { create } from "zustand";
import type { PrintMessage } from "#wire/liquidations.ts";
import type { ServerMessage } from "#wire/messages.ts";

/** Prints that the stream has brought and history may not hold yet. */
const MOST_PRINTS = 500;

/** Printed liquidations as the stream brings them, newest first, of the market that is listened to. */
export const useTape = create<{ readonly market: string | undefined; readonly prints: readonly PrintMessage[] }>(() => ({ market: undefined, prints: [] }));

export function hearPrint({ market, printedBy, time, positionSide, price, usd }: Extract<ServerMessage, { type: "liquidation" }>): void {
  const print = { time, market: printedBy, positionSide, price, usd };
  useTape.setState((tape) => ({ market, prints: tape.market === market ? [print, ...tape.prints.slice(0, MOST_PRINTS - 1)] : [print] }));
}
