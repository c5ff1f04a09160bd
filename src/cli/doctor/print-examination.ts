import { type ExchangeReport, type Verdict, isAnswer } from "./check-exchange.ts";
import type { Examination } from "./examine.ts";
import type { Finding, FindingLevel } from "./finding.ts";

const MARKS: Readonly<Record<FindingLevel, string>> = { ok: "ok", note: "-", warning: "WARN", fault: "FAIL" };

const VERDICTS: Readonly<Record<Verdict, string>> = {
  usable: "can be used from here",
  partly: "can be used from here, but not all data come",
  blocked: "does not serve this place",
  limited: "limits or has banned this address for now",
  silent: "answers, but no data come",
  unreachable: "cannot be reached",
};

/** The examination for people: a line a finding, and at the end what to do. */
export function printExamination({ version, machine, exchanges, usable }: Examination): string {
  const parts = [
    [`Powderkeg ${version} on this machine`, ...machine.map(lineOf)],
    ...exchanges.map((report) => [headingOf(report), ...report.findings.map(lineOf)]),
    [summaryOf(usable.length, exchanges.length)],
  ];
  return parts.map((lines) => lines.join("\n")).join("\n\n") + "\n";
}

/** What can be said of an exchange in one line. */
export function headingOf({ label, verdict, symbol, findings }: ExchangeReport): string {
  const isFaulty = verdict === "unreachable" && findings.some(({ says }) => isAnswer(says));
  return `${label} ${isFaulty ? "answers with an error" : VERDICTS[verdict]}${symbol === null ? "" : ` (${symbol})`}`;
}

const lineOf = ({ level, says }: Finding): string => `  ${MARKS[level].padEnd(5)}${says}`;

function summaryOf(usable: number, asked: number): string {
  if (usable === asked) return `${asked === 1 ? "The exchange" : `All ${asked} exchanges`} can be used from here.`;
  if (usable > 0) return `${usable} of ${asked} exchanges can be used from here; \`serve\` goes on without the others, or leave them out with --exchanges.`;
  return "No exchange can be used from here. Set the variables named above to hosts or a proxy that may be used from here; until then `serve` shows the built-in SIMULATED market.";
}
