/**
 * Counts a vitest JSON report. Only what ran and held is passed; skipped, todo and files that did not load are failed.
 * @param report     the parsed report, or undefined when vitest wrote none
 * @param exitCode   of vitest
 * @param otherParts sentences about parts that could not run
 */
export function summarise({ report, exitCode, otherParts = [] }) {
  const problems = [...otherParts];
  let passed = 0;
  for (const file of report?.testResults ?? []) {
    if (file.assertionResults.length === 0) {
      problems.push(
        `${file.name}: ${file.status === "failed" ? `did not load. ${file.message ?? ""}` : "holds no test"}`,
      );
    }
    for (const test of file.assertionResults) {
      if (test.status === "passed") passed += 1;
      else problems.push(`${file.name}: ${test.fullName} (${test.status})`);
    }
  }
  if (!report) problems.push("vitest wrote no report");
  else if (passed === 0 && problems.length === 0) problems.push("no test ran");
  if (exitCode !== 0 && problems.length === 0)
    problems.push(`vitest ended with ${exitCode}, though no test failed (an error outside of tests)`);
  return { passed, failed: problems.length, problems, line: `${passed} passed, ${problems.length} failed` };
}
