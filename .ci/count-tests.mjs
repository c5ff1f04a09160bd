// Prints `N passed, N failed` from vitest's JSON report. A test file that did not load and a run that failed without a failing test count as one failure each.
import { readFileSync } from "node:fs";

const [reportFile, exitStatus] = process.argv.slice(2);
const { passed, failed } = countTests(readFileSync(reportFile, "utf8"));
process.stdout.write(`\n${passed} passed, ${failed === 0 && exitStatus !== "0" ? 1 : failed} failed\n`);

function countTests(report) {
  if (report.trim() === "") return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, success, testResults } = JSON.parse(report);
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((result) => result.status === "failed"),
  ).length;
  const failed = numFailedTests + unloaded;
  return { passed: numPassedTests, failed: failed === 0 && !success ? 1 : failed };
}
