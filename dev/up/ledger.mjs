import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { ensureBuilt } from "./build.mjs";
import { withClient } from "./database.mjs";
import { install } from "./install.mjs";
import { at, dataDir } from "./paths.mjs";

/** The chain does not hold. */
const BROKEN = 1;
/** It could not be read. */
const REFUSED = 2;
const LINKS_A_PAGE = 2_000;
const DATABASE = "commonlot";

const USAGE = `Usage: npm run -s settlement -- verify [FILE.jsonl] [--expect=SEQ:HASH]
       npm run -s settlement -- export > FILE.jsonl`;

/** The ledger's hash chain, recomputed from what is in the database or in an exported file (docs/commands.md). */
export async function ledger({ args: [name, ...rest], progress }) {
  const flags = rest.filter((one) => one.startsWith("--"));
  const [file, ...more] = rest.filter((one) => !one.startsWith("--"));
  const expected = flags.map((flag) => /^--expect=(\d+):([0-9a-f]{64})$/.exec(flag));
  if (more.length > 0 || expected.includes(null) || (name === "export" && rest.length > 0)) return refused(USAGE);
  try {
    if (name === "export") return await withLedger((client) => exported(client));
    await install(progress);
    await ensureBuilt(["domain"], { say: progress.say });
    const { SealVerifier } = createRequire(at("package.json"))(at("domain/dist/index.js"));
    const judge = new Judge(new SealVerifier(), expected);
    const answer = file
      ? await judge.all(linksOfFile(file))
      : await withLedger(async (client) => {
          const judged = await judge.all(links(client));
          return { ...judged, ...(await beside(client)) };
        });
    console.log(JSON.stringify(answer, null, 1));
    return answer.broken || answer.missing_from_queue > 0 ? BROKEN : 0;
  } catch (error) {
    return refused(process.env.DEBUG ? (error.stack ?? error) : error.message);
  }
}

class Judge {
  constructor(verifier, expected) {
    this.verifier = verifier;
    this.expected = expected.map(([, seq, hash]) => ({ seq: Number(seq), hash }));
  }

  async all(links) {
    let sealed = 0;
    const { verifier } = this;
    for await (const link of links) {
      sealed += 1;
      verifier.next(link);
      this.expected = this.expected.filter(({ seq, hash }) => seq !== link.seq || hash !== link.hash);
    }
    const [lost] = this.expected;
    const broken =
      verifier.first ??
      (lost && {
        seq: lost.seq,
        journal_id: null,
        reason: "not_the_chain_expected",
        message: `Seal ${lost.seq} of this chain is not ${lost.hash}: it was cut off or written anew.`,
      });
    return { sealed, head: verifier.head, broken: broken ?? null, breaks: Math.max(verifier.breaks, broken ? 1 : 0) };
  }
}

/** Read apart from the backend's own code: what is checked is not asked how to check it. */
const LINKS = `
  select s.seq, s.journal_id, s.hash,
    case when j.id is not null then json_build_object(
      'id', j.id, 'kind', j.kind, 'source_id', j.source_id, 'order_id', j.order_id, 'memo', j.memo,
      'at', to_char(j.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'postings', (select coalesce(json_agg(json_build_object('seq', p.seq, 'kind', a.kind, 'party', a.party,
                     'currency', p.currency, 'amount_minor', p.amount_minor::text, 'lot', p.lot_id) order by p.seq), '[]')
                   from posting p left join account a on a.id = p.account_id where p.journal_id = j.id)) end as journal
  from journal_seal s left join journal j on j.id = s.journal_id
  where s.seq > $1 order by s.seq limit ${LINKS_A_PAGE}`;

async function* links(client) {
  for (let after = "0"; ;) {
    const { rows } = await client.query(LINKS, [after]);
    if (rows.length === 0) return;
    for (const row of rows) yield { ...row, seq: Number(row.seq) };
    after = rows.at(-1).seq;
  }
}

/** Journals without a seal: those that wait for the sealer, and those that nobody would ever seal. */
async function beside(client) {
  const { rows } = await client.query(`
    select count(*) as unsealed, count(*) filter (where q.journal_id is null) as left_out
    from journal j left join journal_unsealed q on q.journal_id = j.id
    where not exists (select 1 from journal_seal s where s.journal_id = j.id)`);
  return { unsealed: Number(rows[0].unsealed), missing_from_queue: Number(rows[0].left_out) };
}

async function* linksOfFile(name) {
  const full = path.resolve(process.env.INIT_CWD ?? process.cwd(), name);
  const input = createReadStream(full, "utf8");
  const opened = new Promise((resolve, reject) => input.once("open", resolve).once("error", reject));
  await opened.catch((error) => {
    throw new Error(`${name} could not be read: ${error.code === "ENOENT" ? "there is no such file" : error.message}.`);
  });
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === "") continue;
    yield linkOfLine(line, `${name}, line ${number}`);
  }
}

function linkOfLine(line, where) {
  let link;
  try {
    link = JSON.parse(line);
  } catch (error) {
    throw new Error(`${where} is not JSON: ${error.message}.`, { cause: error });
  }
  const whole = Number.isSafeInteger(link?.seq) && typeof link.hash === "string" && typeof link.journal_id === "string";
  if (!whole || (link.journal !== null && !Array.isArray(link.journal?.postings))) {
    throw new Error(`${where} is no sealed journal: it needs seq, hash, journal_id and journal.`);
  }
  return link;
}

async function exported(client) {
  for await (const link of links(client)) {
    await new Promise((resolve, reject) => {
      process.stdout.write(`${JSON.stringify(link)}\n`, (error) =>
        error && error.code !== "EPIPE" ? reject(error) : resolve(),
      );
    });
  }
  return 0;
}

/** The database of DATABASE_URL, else that of the house that runs here; one snapshot, read only. */
async function withLedger(work) {
  return withClient(process.env.DATABASE_URL || (await houseUrl()), async (client) => {
    await client.query("begin transaction isolation level repeatable read read only");
    return await work(client);
  });
}

async function houseUrl() {
  try {
    const [ports, secrets] = await Promise.all(
      ["ports.json", "secrets.json"].map(async (name) => JSON.parse(await readFile(path.join(dataDir, name), "utf8"))),
    );
    return `postgres://postgres:${encodeURIComponent(secrets.POSTGRES_PASSWORD)}@127.0.0.1:${ports.postgres}/${DATABASE}`;
  } catch (error) {
    throw new Error("No house has run here and DATABASE_URL is not set: there is no ledger to read.", { cause: error });
  }
}

function refused(text) {
  console.error(text);
  return REFUSED;
}
