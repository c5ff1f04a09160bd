import type { Source } from "#wire/messages.ts";

/** Marks the map itself, for pictures that are cut out of the page: large where nothing is real, small where it is only old. */
export function SourceMark({ source }: { readonly source: Exclude<Source, "live"> }) {
  if (source === "replay") return <div className="source-tag">STORED HISTORY</div>;
  return <div className="watermark">SIMULATED</div>;
}
