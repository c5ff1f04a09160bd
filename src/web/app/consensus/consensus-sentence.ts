import type { ClusterConsensus, ConsensusVerdict } from "#insight/consensus.ts";

/** What the layer draws, for who does not see it. */
export function consensusSentence(found: readonly ClusterConsensus[], exchanges: number): string {
  if (found.length === 0) return `Consensus of ${exchanges} exchanges: no cluster stands out.`;
  const count = (verdict: ConsensusVerdict) => found.filter((one) => one.verdict === verdict).length;
  return `Consensus of ${exchanges} exchanges: most agree on ${count("agreed")} of ${found.length} clusters, ${count("alone")} are held by one alone.`;
}
