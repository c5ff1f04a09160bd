import type { MarketMessage } from "#wire/messages.ts";
import { membersOf } from "./market-choices.ts";

/** A stretch of a combined map that is the sum of fewer markets than it should be. Epoch ms. */
export interface Lack {
  readonly fromMs: number;
  /** Undefined: it still lasts. */
  readonly toMs: number | undefined;
  /** Who is missing, in the order of the map's members. */
  readonly names: readonly string[];
}

/** Who is so many steps behind the newest member is not merely the last to close. */
const LATE_STEPS = 3;

type Combined = Pick<MarketMessage, "members" | "lastTime" | "stepMs">;
type Member = Pick<MarketMessage, "id" | "ending" | "backfill" | "holes">;

/**
 * The stretches in which a combined map lacks members: what could not be fetched of their holes, and all since one fell behind. Not those of a member that
 * has ended, whose history is still read, or before it began: nothing should be there. Oldest first, none overlapping.
 */
export function lackingMembers(market: Combined, markets: readonly Member[]): readonly Lack[] {
  const { members, lastTime, stepMs } = market;
  if (!members || lastTime === null) return [];
  const labels = membersOf(market);
  const absences = members.flatMap((member) => {
    const own = markets.find(({ id }) => id === member.market);
    if (!own || member.lastTime === null || own.backfill.state === "running" || own.backfill.state === "waiting") return [];
    const name = labels.find((label) => label.market === member.market)?.label ?? member.exchangeLabel;
    const missing = own.holes.flatMap(({ from, to, missingMs }) => (missingMs > 0 ? [{ name, from, to }] : []));
    const isBehind = !own.ending?.isOver && lastTime - member.lastTime > LATE_STEPS * stepMs;
    return isBehind ? missing.concat({ name, from: member.lastTime, to: Infinity }) : missing;
  });
  return apart(absences);
}

interface Absence {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Cut where anybody leaves or comes back. */
function apart(absences: readonly Absence[]): Lack[] {
  const edges = [...new Set(absences.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  return edges.flatMap((fromMs, at) => {
    const names = [...new Set(absences.filter(({ from, to }) => from <= fromMs && fromMs < to).map(({ name }) => name))];
    const toMs = edges[at + 1];
    return names.length === 0 ? [] : [{ fromMs, toMs: toMs === Infinity ? undefined : toMs, names }];
  });
}
