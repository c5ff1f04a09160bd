import { instrumentId } from "#core/instrument.ts";
import { asMs } from "#core/units.ts";
import { type Fields, epochMsText, levels, wholeNumber } from "#exchanges/reading/fields.ts";
import { type PushReader, forInstrument, onlyRow } from "./push.ts";

/**
 * Channel `books`: a snapshot of 400 levels, then changes, each of which names the message before. One without levels whose ids are equal says that
 * nothing has changed for a minute; one whose id is lower than the one before comes after maintenance, and the count goes on from it.
 */
export const readBook: PushReader = (push, instruments) => {
  const { action } = push;
  const row = onlyRow(push);
  return forInstrument(push.arg.instId, instruments, (instrument) => {
    const bids = levels(row.bids, instrument.contractSize);
    const asks = levels(row.asks, instrument.contractSize);
    const snapshot = action === "snapshot";
    const [time, last, previous] = [epochMsText(row.ts), wholeNumber(row.seqId), previousOf(row, snapshot)];
    if (bids === undefined || asks === undefined || Number.isNaN(time + last + previous) || (!snapshot && action !== "update")) return undefined;
    const id = instrumentId(instrument);
    const event = { kind: "book", instrument: id, time: asMs(time), snapshot, bids, asks } as const;
    return { kind: "book", instrument: id, sentAt: time, event, last, ...(snapshot ? {} : { previous }) };
  });
};

/** A snapshot says -1. */
const previousOf = ({ prevSeqId }: Fields, snapshot: boolean): number => (snapshot ? 0 : wholeNumber(prevSeqId));
