import { expect } from "vitest";

/** What a person reads when a command refuses: our name, one sentence with every name in it as the last line, and no stack. */
export function expectSentence(stderr: string, ...names: readonly string[]): void {
  const sentence = stderr.trimEnd().split("\n").at(-1) ?? "";
  expect(sentence).toMatch(/^powderkeg: /);
  for (const name of names) expect(sentence).toContain(name);
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
}
