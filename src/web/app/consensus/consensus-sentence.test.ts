import { expect, test } from "vitest";
import type { ClusterConsensus, ConsensusVerdict } from "#insight/consensus.ts";
import { consensusSentence } from "./consensus-sentence.ts";

const found = (...verdicts: ConsensusVerdict[]) => verdicts.map((verdict) => ({ verdict }) as ClusterConsensus);

test("it counts what is agreed on and what stands alone", () =>
  expect(consensusSentence(found("agreed", "alone", "nobody", "agreed", "divided"), 5)).toBe(
    "Consensus of 5 exchanges: most agree on 2 of 5 clusters, 1 are held by one alone.",
  ));

test("a flat map says so", () => expect(consensusSentence([], 2)).toBe("Consensus of 2 exchanges: no cluster stands out."));
