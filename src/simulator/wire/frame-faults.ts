import type { Random } from "#simulator/market/random.ts";
import type { FaultBook } from "./fault-book.ts";
import type { FaultKind, FaultTarget } from "./fault.ts";
import type { Frame, Subscription } from "./venue.ts";

/** A frame as it goes out: `cut` in the middle, or `garbage` in its place. */
export interface Outgoing {
  readonly frame: Frame;
  readonly form: "whole" | "cut" | "garbage";
}

/** What faults do to the frames of one subscription, the same for all who listen to it. */
export interface FrameFaults {
  /** Frames that are made now; returns those that go out now, held ones of before among them. */
  pass(frames: readonly Frame[], now: number): readonly Outgoing[];
}

export interface FrameFaultsOptions {
  readonly faults: FaultBook;
  readonly exchange: string;
  readonly random: Random;
  /** Hears of a frame that is never sent whole. */
  readonly onWithheld: (frame: Frame, by: FaultKind) => void;
}

/** Streams whose messages carry a number that shows a gap. */
const NUMBERED = new Set(["book", "trades"]);

export function createFrameFaults(subscription: Subscription, { faults, exchange, random, onWithheld }: FrameFaultsOptions): FrameFaults {
  const waiting: { dueAt: number; outgoing: Outgoing }[] = [];
  let swapped: Outgoing | undefined;
  const hit = (share: number | undefined) => share !== undefined && random.chance(share);

  function pass(frame: Frame, now: number): Outgoing[] {
    const target: FaultTarget = { exchange, symbol: frame.symbol, stream: subscription.stream };
    const withheld = withholds(target);
    if (withheld !== undefined) {
      onWithheld(frame, withheld);
      return [];
    }
    const out: Outgoing[] = [];
    if (hit(faults.find("garbage", target)?.share)) out.push({ frame, form: "garbage" });
    const cut = hit(faults.find("truncated", target)?.share);
    if (cut) onWithheld(frame, "truncated");
    const outgoing: Outgoing = { frame, form: cut ? "cut" : "whole" };
    out.push(outgoing);
    if (hit(faults.find("duplicate", target)?.share)) out.push(outgoing);
    return delayed(swappedWithNext(out, hit(faults.find("reordered", target)?.share)), target, now);
  }

  function withholds(target: FaultTarget): FaultKind | undefined {
    if (faults.find("silent-subscription", target) !== undefined) return "silent-subscription";
    const gap = NUMBERED.has(subscription.stream) ? faults.find("sequence-gap", target) : undefined;
    return gap !== undefined && random.chance(gap.share) ? "sequence-gap" : undefined;
  }

  /** Keeps the last of these until those that follow have gone. */
  function swappedWithNext(out: Outgoing[], keep: boolean): Outgoing[] {
    if (swapped !== undefined) {
      out.push(swapped);
      swapped = undefined;
    } else if (keep) swapped = out.pop();
    return out;
  }

  function delayed(out: Outgoing[], target: FaultTarget, now: number): Outgoing[] {
    const delayMs = faults.find("delayed", target)?.delayMs;
    if (delayMs === undefined && waiting.length === 0) return out;
    const dueAt = Math.max(now + (delayMs ?? 0), waiting.at(-1)?.dueAt ?? 0);
    for (const outgoing of out) waiting.push({ dueAt, outgoing });
    return [];
  }

  function released(now: number): Outgoing[] {
    const out = swapped !== undefined && faults.active().length === 0 ? [swapped] : [];
    if (out.length > 0) swapped = undefined;
    const count = waiting.findIndex(({ dueAt }) => dueAt > now);
    for (const { outgoing } of waiting.splice(0, count < 0 ? waiting.length : count)) out.push(outgoing);
    return out;
  }

  return {
    pass(frames, now) {
      if (swapped === undefined && waiting.length === 0 && faults.active().length === 0) return frames.map((frame) => ({ frame, form: "whole" }));
      const out = released(now);
      for (const frame of frames) out.push(...pass(frame, now));
      return out;
    },
  };
}
