import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { allWorkspaces, ensureBuilt } from "./build.mjs";
import { checks, runCheck } from "./checks.mjs";
import { ensureTemplates } from "./database.mjs";
import { install } from "./install.mjs";
import { endChild, exited, spawnOnLeash } from "./leash.mjs";
import { at, dataDir } from "./paths.mjs";
import { budgetLine, slowestLines } from "./slowest.mjs";
import { summarise } from "./summary.mjs";
import { testEnv } from "./test-env.mjs";
import { chromium, redisSource } from "./tools.mjs";
import { startTestPostgres } from "./vitest-setup.mjs";

/** All tests, or those given. The last line is always `N passed, N failed`. */
export async function test({ args, progress }) {
  return counted({ args, progress }, async (otherParts) => {
    await install(progress);
    return runTests({ args, progress, otherParts });
  });
}

/** What must hold before a change is shown to others: the checks, each by name, then all tests. */
export async function verify({ args, progress }) {
  return counted({ args, progress }, async (otherParts) => {
    await install(progress);
    await progress.during("building", (step) => ensureBuilt(allWorkspaces, { say: step.update }));
    for (const check of checks) {
      await progress
        .during(check.name, () => runCheck(check))
        .catch((error) => {
          progress.fail(error);
          otherParts.push(check.name);
        });
    }
    // The same checks are specs as well, for `npm test`; once is enough here.
    return runTests({ args: [...args, "--exclude", "**/house/checks.spec.ts"], progress, otherParts });
  });
}

async function counted({ args, progress }, work) {
  const began = Date.now();
  const otherParts = [];
  let outcome = {};
  try {
    outcome = await work(otherParts);
  } catch (error) {
    progress.fail(error);
    otherParts.push(`the tests could not run: ${error.message.split("\n")[0]}`);
    outcome = { report: { testResults: [] }, exitCode: 1 };
  }
  const { failed, problems, line } = summarise({ ...outcome, otherParts });
  // Of a part of the tests the time says nothing.
  if (args.length === 0 && outcome.report?.startTime) {
    progress.say(`\n${slowestLines(outcome.report).join("\n")}\n\n${budgetLine(Date.now() - began)}`);
  }
  if (failed > 0) progress.say(`\nFailed:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
  progress.say(`\n${line}`);
  return failed > 0 ? 1 : 0;
}

async function runTests({ args, progress, otherParts }) {
  await mkdir(dataDir, { recursive: true });
  const tool = (find) =>
    find(progress.say).catch((error) => {
      progress.fail(error);
      otherParts.push(error.message.split("\n")[0]);
      return undefined;
    });
  const chrome = await tool(chromium);
  const redis = await tool(redisSource);
  await progress.during("building", (step) => ensureBuilt(allWorkspaces, { say: step.update }));

  const server = await progress.during("starting Postgres for tests (without fsync)", startTestPostgres);
  let interrupted;
  try {
    const admin = server.url("postgres");
    const templates = await progress.during("making the template databases", (step) =>
      ensureTemplates(admin, testEnv(), { say: step.update }),
    );
    const reportFile = path.join(dataDir, "test-report.json");
    await rm(reportFile, { force: true });
    const vitest = spawnOnLeash(
      process.execPath,
      [
        at("node_modules/vitest/vitest.mjs"),
        "run",
        "--reporter=default",
        "--reporter=json",
        `--reporter=${at("dev/up/failures-at-once.mjs")}`,
        `--outputFile.json=${reportFile}`,
        ...args,
      ],
      {
        cwd: at(),
        log: "inherit",
        env: {
          ...process.env,
          NODE_ENV: "test",
          TEST_DATABASE_URL: admin,
          TEST_TEMPLATE_MIGRATED: templates.migrated,
          TEST_TEMPLATE_SEEDED: templates.seeded,
          ...(redis?.server && { TEST_REDIS_SERVER: redis.server }),
          ...(chrome && { CHROME_PATH: chrome }),
        },
      },
    );
    // Only now: whoever ends us before it runs ends us at once, and the leashes end the rest.
    interrupted = (signal) => void endChild(vitest, { signal, limit_ms: 30_000 });
    process.on("SIGINT", interrupted);
    process.on("SIGTERM", interrupted);
    const { code, signal } = await exited(vitest);
    if (signal) otherParts.push(`vitest was ended by ${signal}`);
    const report = await readFile(reportFile, "utf8").then(JSON.parse, () => undefined);
    return { report, exitCode: code ?? 1 };
  } finally {
    if (interrupted) {
      process.off("SIGINT", interrupted);
      process.off("SIGTERM", interrupted);
    }
    await server.stop();
  }
}
