import { AppError } from "#core/app-error.ts";
import type { Ms } from "#core/units.ts";

/** Lengths of bars by the names that an exchange has for them. */
export type IntervalNames = Readonly<Record<string, Ms>>;

/** The name that an exchange has for a length. Throws `bad-input` when it has none, and says which there are. */
export function intervalName(names: IntervalNames, intervalMs: Ms, of: { readonly exchange: string; readonly kind: string }): string {
  const name = Object.keys(names).find((candidate) => names[candidate] === intervalMs);
  if (name === undefined) throw new AppError("bad-input", `${of.exchange} has no ${of.kind} of ${intervalMs} ms; it has ${Object.keys(names).join(", ")}`);
  return name;
}

/** The length that a message's word for it stands for; undefined for any other word or value. */
export const intervalNamed = (names: IntervalNames, name: unknown): Ms | undefined =>
  typeof name === "string" && Object.hasOwn(names, name) ? names[name] : undefined;
