/** How a person has set the open panel, by name: part of links. What a panel does not know in it is as by default. */
export type PanelOptions = Readonly<Record<string, string>>;

/** What is chosen of `segments`, or the usual one. */
export function chosenOf<Value extends string>(segments: readonly { readonly value: Value }[], chosen: string | undefined, usual: Value): Value {
  return segments.find(({ value }) => value === chosen)?.value ?? usual;
}

/** `reach-0.1_stack-exchange`. */
export const formatOptions = (options: PanelOptions): string =>
  Object.entries(options)
    .map(([name, value]) => `${name}-${value}`)
    .join("_");

/** What it was written from; words that make no sense are left out. */
export function parseOptions(text: string | null): PanelOptions {
  const pairs = (text ?? "").split("_").map((each) => /^([a-z]+)-([\w.-]+)$/.exec(each));
  return Object.fromEntries(pairs.flatMap((found) => (found ? [[found[1], found[2]] as const] : [])));
}
