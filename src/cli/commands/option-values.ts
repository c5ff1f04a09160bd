import { InvalidArgumentError } from "commander";

/** Readers of option values, for commander: what they throw is shown with the option's name. */
export function wholeNumber(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`"${text}" is not a whole number from ${least} to ${most}.`);
  };
}

/** Names with commas between, each once. */
export function list(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => /^[\w-]+$/.test(name))) return [...new Set(names)];
  throw new InvalidArgumentError(`"${text}" is not a list of names like BTC,ETH.`);
}
