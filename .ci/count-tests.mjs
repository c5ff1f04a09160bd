// Prints each failure's name and then `N passed, N failed` from vitest's JSON report. A test file that did not load and a run that failed without a failing
// test count as one failure each.
import { readFileSync } from "node:fs";
import { relative } from "node:path";

const [reportFile, exitStatus] = process.argv.slice(2);
const { passed, failures } = countTests(readFileSync(reportFile, "utf8"));
if (failures.length === 0 && exitStatus !== "0") failures.push(`the run ended with ${exitStatus}, though no test failed`);
for (const failure of failures) process.stdout.write(`\nfailed: ${failure}`);
process.stdout.write(`\n${passed} passed, ${failures.length} failed\n`);

function countTests(report) {
  if (report.trim() === "") return { passed: 0, failures: ["no report was written"] };
  const { numPassedTests, success, testResults } = JSON.parse(report);
  const failures = testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((result) => result.status === "failed").map(({ fullName }) => `${relative(process.cwd(), name)} > ${fullName}`);
    return status === "failed" && failed.length === 0 ? [`${relative(process.cwd(), name)} did not load`] : failed;
  });
  return { passed: numPassedTests, failures: failures.length === 0 && !success ? ["the run, though no test failed"] : failures };
}
