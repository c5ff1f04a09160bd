import type { Section } from "./section.ts";

/** What the page is made from, for its first lines. */
export interface PageFacts {
  readonly model: string;
  /** Why something was not measured, one sentence each. */
  readonly missing: readonly string[];
}

/** Text of docs/accuracy.md: nothing on it is written by hand. */
export function accuracyPage(sections: readonly Section[], { model, missing }: PageFacts): string {
  const shortfalls = sections.flatMap((section) => section.shortfalls);
  return [
    "# Accuracy",
    "",
    `Written by \`npm run accuracy\` for the model \`${model}\`; every figure and sentence of comparison here comes from the run. How the estimate works: [estimation](estimation.md).`,
    ...missing.map((sentence) => `**Not measured in this run:** ${sentence}`),
    "",
    "## Where it does not beat something simple",
    "",
    shortfalls.length === 0 ? "Nowhere in this run." : shortfalls.map((sentence) => `- ${sentence}`).join("\n"),
    "",
    ...sections.map(({ text }) => text),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}
