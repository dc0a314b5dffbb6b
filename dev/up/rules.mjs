import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { ensureBuilt } from "./build.mjs";
import { install } from "./install.mjs";
import { at } from "./paths.mjs";

/** What a caller's script can tell from success: the input was refused, or could not be read. */
const REFUSED = 2;
/** Shares or lines written at once: the answer to a million lots is longer than one string may be. */
const SHARES_A_CHUNK = 5_000;

/** One rule of the trade as a command: reads a JSON file, writes the answer; says what is wrong on standard error. */
export const pool = (given) => command(given, "pool", { allocate });
export const settlement = (given) => command(given, "settlement", { waterfall, pain001 });
export const parcels = (given) => command(given, "parcels", { plan });

async function command({ args: [name, file, ...flags], progress }, room, rules) {
  const rule = Object.hasOwn(rules, name ?? "") ? rules[name] : undefined;
  if (!rule || !file) {
    const usage = Object.keys(rules).map((known) => `Usage: npm run -s ${room} -- ${known} FILE.json`);
    return refused(usage.join("\n"));
  }
  try {
    const input = await readJson(file);
    await install(progress);
    await ensureBuilt(["domain"], { say: progress.say });
    const domain = createRequire(at("package.json"))(at("domain/dist/index.js"));
    return await rule(domain, input, flags);
  } catch (error) {
    return refused(process.env.DEBUG ? (error.stack ?? error) : error.message);
  }
}

/** `--all`: also the lots that give nothing, with the reason. */
async function allocate({ allocate, explainer }, input, flags) {
  const began = performance.now();
  const shared = allocate(input);
  const ms = Math.round((performance.now() - began) * 1000) / 1000;
  if (!shared.ok) return refused(sentence(shared.refusal));
  const explain = explainer(input, shared.value);
  const lots = new Map(input.lots.map((lot) => [lot.lot, lot]));
  const given = new Set(shared.value.shares.map(({ lot }) => lot));
  const named = flags.includes("--all") ? [...given, ...[...lots.keys()].filter((lot) => !given.has(lot))] : [...given];
  await write(`{"shares":[`);
  for (let from = 0; from < named.length; from += SHARES_A_CHUNK) {
    const chunk = named.slice(from, from + SHARES_A_CHUNK).map((lot) => JSON.stringify(explain(lots.get(lot))));
    await write(`${from === 0 ? "" : ","}\n${chunk.join(",\n")}`);
  }
  await write(`\n],"short_g":${shared.value.short_g},"ms":${ms}}\n`);
  return 0;
}

async function waterfall({ waterfall }, input) {
  const divided = waterfall(input);
  if (!divided.ok) return refused(sentence(divided.refusal));
  const rows = divided.value.rows.map(({ party, account, amount_minor, rule }) => {
    return { party, account, amount_minor: amount(amount_minor), rule };
  });
  await write(`${JSON.stringify({ rows, sum_minor: amount(divided.value.sum_minor) }, null, 1)}\n`);
  return 0;
}

/** Writes the bank file itself, not JSON. */
async function pain001({ pain001File }, input) {
  const file = pain001File(input);
  if (!file.ok) return refused(sentence(file.refusal));
  await write(file.value.xml);
  return 0;
}

/** `--lines`: also which lot is in which parcel, line by line. */
async function plan({ planFile }, input, flags) {
  const planned = planFile(input, () => performance.now());
  if (!planned.ok) return refused(sentence(planned.refusal));
  const { lotLines, ms, patterns, ...rest } = planned.value;
  const answer = {
    parcels: rest.parcels,
    patterns: patterns.map((pattern) => ({ ...pattern, cost_minor: amount(pattern.cost_minor) })),
    lower_bound: rest.lower_bound,
    cost_lower_bound_minor: rest.cost_lower_bound_minor,
    lines: rest.lines,
    ms: Math.round(ms * 1000) / 1000,
  };
  const head = JSON.stringify(answer, null, 1);
  if (!lotLines || !flags.includes("--lines")) {
    await write(`${head}\n`);
    return 0;
  }
  const { length, kinds, lots, parcel, kind, lot, units } = lotLines;
  await write(`${head.slice(0, -2)},\n "lot_lines": [`);
  for (let from = 0; from < length; from += SHARES_A_CHUNK) {
    const chunk = [];
    for (let at = from; at < Math.min(length, from + SHARES_A_CHUNK); at++) {
      chunk.push(JSON.stringify({ parcel: parcel[at], kind: kinds[kind[at]], lot: lots[lot[at]], count: units[at] }));
    }
    await write(`${from === 0 ? "" : ","}\n${chunk.join(",\n")}`);
  }
  await write("\n]}\n");
  return 0;
}

/** Minor units as a number, and as text where a number would no longer be exact. */
function amount(minor) {
  return minor > BigInt(Number.MAX_SAFE_INTEGER) ? String(minor) : Number(minor);
}

/** A file named by the person who typed it: npm moves to the checkout's folder first and tells where it was called. */
async function readJson(file) {
  const full = path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
  const text = await readFile(full, "utf8").catch((error) => {
    throw new Error(`${file} could not be read: ${error.code === "ENOENT" ? "there is no such file" : error.message}.`);
  });
  try {
    // Editors of some systems begin a file with a mark of its encoding (BOM), which is no JSON and is seen by nobody.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error.message}.`, { cause: error });
  }
}

function sentence({ message, reason }) {
  return `${message} (${reason})`;
}

function refused(text) {
  console.error(text);
  return REFUSED;
}

/** Waits for a slow reader instead of keeping everything in memory. */
function write(text) {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error && error.code !== "EPIPE" ? reject(error) : resolve()));
  });
}
