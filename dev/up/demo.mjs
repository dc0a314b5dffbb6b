import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { allWorkspaces, ensureBuilt } from "./build.mjs";
import { readStamp, writeStamp } from "./database.mjs";
import { endRunning } from "./leash.mjs";
import { mainJobFile, openHouse } from "./house.mjs";
import { install } from "./install.mjs";
import { nemesis } from "./nemesis.mjs";
import { untilTold } from "./signals.mjs";

/** Everything, from an empty folder to a bulk order paid out; then it serves until Ctrl-C. */
export async function demo({ args, progress }) {
  const { once, reset, workers, kill_every_s } = readFlags(args);
  progress.say("Commonlot: many households, one order");
  const told = untilTold();
  const opening = openHouse({ progress, told, reset, workers });
  const house = await told.race(opening);
  if (!house) return stopEarly(opening);
  try {
    const running = underFire(house, progress, kill_every_s, () => runMainJob(house, progress));
    // Told to stop, nobody waits for it any more; its calls fail when the processes go.
    running.catch(() => undefined);
    const result = await told.race(running);
    if (!result) return 130;
    progress.say(`\n${result.summary}`);
    if (!once) {
      progress.say(`\n${doors(house, result.logins)}\n\nServing. Stop with Ctrl-C.`);
      await told.signal;
      return 0;
    }
    return result.ok ? 0 : 1;
  } finally {
    await stopAll(house, progress);
    // A main job that was broken off would go on trying to reach the processes that are gone.
    setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
  }
}

/** Time for the last line to be written. */
const LAST_WORDS_MS = 500;

/** Runs `work` while a nemesis kills processes with kill -9 every so many seconds; 0 for peace. */
async function underFire(house, progress, every_s, work) {
  if (every_s === 0) return work();
  const enemy = nemesis({ processes: house.processes, every_s, say: progress.say });
  let killed = "";
  try {
    const result = await work();
    killed = enemy.stop();
    return { ...result, summary: `${result.summary}\n\nKilled with kill -9 meanwhile: ${killed}` };
  } finally {
    if (!killed) enemy.stop();
  }
}

export async function build({ progress }) {
  await install(progress);
  await progress.during("building", (step) => ensureBuilt(allWorkspaces, { admin: true, say: step.update }));
}

export async function stopAll(house, progress) {
  await progress.during("stopping every process", async (step) => {
    const forced = await house.stop();
    if (forced.length > 0) step.update(`(had to be killed: ${forced.join(", ")})`);
  });
}

/** Told to stop while still starting: the step under way is ended, and what has started is stopped. */
async function stopEarly(opening) {
  endRunning();
  const house = await opening.catch(() => undefined);
  await house?.stop();
  return 130;
}

function readFlags(args) {
  const flags = { once: false, reset: false, workers: 1, kill_every_s: 0 };
  for (const arg of args) {
    if (arg === "--once") flags.once = true;
    else if (arg === "--reset") flags.reset = true;
    else if (/^--workers=[1-9]\d?$/.test(arg)) flags.workers = Number(arg.slice("--workers=".length));
    else if (/^--kill-every=[1-9]\d{0,2}$/.test(arg)) flags.kill_every_s = Number(arg.slice("--kill-every=".length));
    else throw new Error(`"${arg}" is unknown. Possible: --once, --reset, --workers=N, --kill-every=SECONDS`);
  }
  return flags;
}

/**
 * Runs the main job, once per database: what it returned is kept in the database. A later start asks it to look again
 * at what stands (`recheck`) instead of selling a second harvest.
 * @returns {Promise<{ ok: boolean, summary: string, logins?: object[] }>} ok only when every stage finished and every invariant holds
 */
async function runMainJob(house, progress) {
  if (!existsSync(mainJobFile)) return { ok: false, summary: `The main job is not built (${mainJobFile}).` };
  const job = await import(pathToFileURL(mainJobFile).href);
  const { env, urls, seed } = house;
  const kept = JSON.parse((await readStamp(env.DATABASE_URL, "main-job")) ?? "null");
  const input = { env, urls, seed, progress };
  if (kept?.ok) return job.recheck ? job.recheck({ ...input, kept }) : kept;
  const result = await job.runMainJob(input);
  await writeStamp(env.DATABASE_URL, "main-job", JSON.stringify(result));
  return result;
}

/** Addresses, and one login for each role. `more`: logins of people whom no seed made. */
export function doors({ urls, seed, env }, more = []) {
  const addresses = [
    ["Storefront", urls.storefront],
    ["Desk of a cooperative", `${urls.storefront}/desk`],
    ["Wholesale", `${urls.storefront}/wholesale`],
    ["A household's pages", `${urls.storefront}/home`],
    ["Medusa Admin", `${urls.backend}/app`],
    ["Queues and metrics", urls.workers.map((url) => `${url}/queues`).join(" ")],
    ["Files (labels, bank files)", env.FILES_DIR],
  ];
  const logins = onePerRole([...(seed.logins ?? []), ...more]).map(({ role, name, email, password }) => [
    `${role}${name ? ` (${name})` : ""}`,
    `${email}   ${password}`,
  ]);
  return `${table(addresses)}\n\nOne login per role, and every manager\n${table(logins)}`;
}

/** And each cooperative's manager: what several cooperatives do together takes more than one desk. */
const onePerRole = (logins) =>
  [
    ...new Map(
      [...logins].reverse().map((login) => [login.role === "manager" ? login.email : login.role, login]),
    ).values(),
  ].reverse();

function table(lines) {
  const width = Math.max(0, ...lines.map(([label]) => shownWidth(label)));
  return lines.map(([label, value]) => `  ${label}${" ".repeat(width - shownWidth(label))}  ${value}`).join("\n");
}

/** A Chinese character takes two columns. */
const shownWidth = (text) => [...text].reduce((sum, char) => sum + (/[\u2e80-\uffef]/.test(char) ? 2 : 1), 0);
