import { readFile } from "node:fs/promises";
import path from "node:path";
import { dataDir, root } from "./paths.mjs";

/**
 * What the whole of `npm test` may take on two cores that do nothing else, installation and build included (README). A change
 * that needs more makes something else cheaper first.
 */
export const BUDGET_MIN = 12;

/** The table of the last run's slowest files and tests, from its report. */
export async function slowest({ args, progress }) {
  const file = path.resolve(args.find((arg) => arg.endsWith(".json")) ?? path.join(dataDir, "test-report.json"));
  const report = await readFile(file, "utf8").then(JSON.parse, () => undefined);
  if (!report) throw new Error(`There is no report at ${file}. Run npm test first; it writes one.`);
  for (const line of slowestLines(report, { tests: Number(args.find((arg) => /^\d+$/.test(arg)) ?? 20) }))
    progress.say(line);
}

/**
 * @param report vitest's JSON report
 * @returns lines of two tables: files by their seconds, with when they began; then single tests
 */
export function slowestLines(report, { files = 12, tests = 12, from = root } = {}) {
  const ran = report.testResults.map(({ name, startTime, endTime, assertionResults }) => ({
    name: path.relative(from, name),
    began_s: (startTime - report.startTime) / 1000,
    took_s: (endTime - startTime) / 1000,
    count: assertionResults.length,
  }));
  const single = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({
      name: `${path.basename(name)}: ${fullName}`,
      took_s: (duration ?? 0) / 1000,
    })),
  );
  const sum_s = ran.reduce((all, one) => all + one.took_s, 0);
  const end_s = Math.max(0, ...ran.map((one) => one.began_s + one.took_s));
  return [
    `Slowest of ${ran.length} files: ${sum_s.toFixed(0)} s side by side in ${end_s.toFixed(0)} s`,
    ...top(ran, files).map(
      ({ took_s, began_s, count, name }) =>
        `  ${seconds(took_s)}  from ${seconds(began_s)}  ${String(count).padStart(4)} tests  ${name}`,
    ),
    `Slowest tests`,
    ...top(single, tests).map(({ took_s, name }) => `  ${seconds(took_s)}  ${name}`),
  ];
}

/** One line: what a run took of its budget. No test fails by it: a machine may be busy. */
export function budgetLine(took_ms) {
  const minutes = took_ms / 60_000;
  const said = `${minutes.toFixed(1)} of ${BUDGET_MIN} minutes`;
  return minutes <= BUDGET_MIN
    ? `Took ${said}.`
    : `Took ${said}: over its budget on two quiet cores. \`npm run slowest\` shows where.`;
}

const top = (list, count) => [...list].sort((a, b) => b.took_s - a.took_s).slice(0, count);
const seconds = (value) => `${value.toFixed(1).padStart(6)} s`;
