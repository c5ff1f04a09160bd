import type { DataSort } from "./data-table.tsx";

/** `usd.down`: how a table is sorted, in a link. */
export const formatSort = ({ id, descending }: DataSort): string => `${id}.${descending ? "down" : "up"}`;

/** Reads it back; a sort by nothing that is in `ids` is none. */
export function parseSort(text: string | null | undefined, ids: readonly string[]): DataSort | undefined {
  const [id, way] = (text ?? "").split(".");
  return ids.includes(id) && (way === "up" || way === "down") ? { id, descending: way === "down" } : undefined;
}
