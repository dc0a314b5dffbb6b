import { formatMinor, type Refusal, type Result, type WaitingCommission } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Cipher } from "../../../lib/cipher";
import { killPoint } from "../../../lib/kill-point";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { HOME_TZ } from "../../../lib/today";
import { newId } from "../ids";
import { asResult, notAllowed, notFound, saidBoth } from "../refusals";
import { storePayouts, type NewPayout } from "../store-payouts";
import { openEntries } from "./entries";
import { faultsOf, plan, type AgentAccount } from "./plan";
import { freeStatements_, writeStatements_ } from "./statements";

/** What a cooperative could pay agents now, in one currency, and who waits for what. */
export interface OwedCommissions {
  currency: string;
  minimum_minor: bigint;
  due: { agent_id: string; amount_minor: bigint }[];
  waiting: WaitingCommission[];
}

interface Asked {
  cooperative_id: string;
  currency: string;
  person: string;
  accounts: readonly AgentAccount[];
}

export interface RunActs {
  run_id: string;
  cooperative_id: string;
  person: string;
}

interface RunRow {
  id: string;
  number: string;
  cooperative_id: string;
  currency: string;
  state: "requested" | "approved" | "called_off";
  requested_by: string;
  approved_by: string | null;
}

/**
 * Commissions are paid as households are: one person asks for a run, another approves it, and it is a batch for the bank (docs/adr/0066). An
 * entry of the ledger is in one living statement at most, by the table; nothing of an agent's account is kept beside the ledger.
 */
export class CommissionRuns {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
  ) {}

  /** Whom a cooperative owes anything that no run has taken up. */
  async owing(cooperative_id: string, currency?: string): Promise<string[]> {
    const entries = await openEntries(this.sql, { cooperative_id, currency });
    return [...new Set(entries.map((one) => one.agent_id))];
  }

  /** Agents of a run that waits for its second person. */
  async agentsOf(run_id: string, cooperative_id: string): Promise<string[]> {
    const found = await rows<{ agent_id: string }>(
      this.sql,
      `select agent_id from commission_statement where run_id = ? and cooperative_id = ? order by agent_id`,
      [run_id, cooperative_id],
    );
    return found.map((one) => one.agent_id);
  }

  /** A look, which decides nothing. */
  async owed(cooperative_id: string, accounts: readonly AgentAccount[]): Promise<OwedCommissions[]> {
    const entries = await openEntries(this.sql, { cooperative_id });
    const each: OwedCommissions[] = [];
    for (const currency of [...new Set(entries.map((one) => one.currency))].sort()) {
      const own = entries.filter((one) => one.currency === currency);
      const { minimum_minor, due, waiting } = await plan(this.sql, { cooperative_id, currency, accounts }, own);
      each.push({
        currency,
        minimum_minor,
        due: due.map(({ agent_id, amount_minor }) => ({ agent_id, amount_minor })),
        waiting,
      });
    }
    return each;
  }

  /** Asks for all that can be paid now: statements, and nothing else until a second person approves. One run at a time waits. */
  request(input: Asked): Promise<Result<{ run_id: string }, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        await lockOwed_(tx, input);
        const waits = await row(
          tx,
          `select 1 from commission_run where cooperative_id = ? and currency = ? and state = 'requested'`,
          [input.cooperative_id, input.currency],
        );
        if (waits)
          throw notAllowed(
            "commission_run_waits",
            "A payment of commissions waits for its second person already. Approve it or call it off first; nothing was asked for.",
          );
        const entries = await openEntries(tx, input);
        const { due } = await plan(tx, input, entries);
        if (due.length === 0)
          throw notAllowed(
            "no_commission_due",
            "No agent can be paid now: the page says for each why. Nothing was asked for.",
          );
        const run_id = newId("crun");
        await rows(tx, `insert into commission_run (id, cooperative_id, currency, requested_by) values (?, ?, ?, ?)`, [
          run_id,
          input.cooperative_id,
          input.currency,
          input.person,
        ]);
        killPoint("commission_run_written");
        await writeStatements_(tx, { ...input, run_id }, due);
        killPoint("commission_before_commit");
        return { run_id };
      }),
    );
  }

  /**
   * The second person's word: statements become payouts in a batch for the bank, each to the account that is in force today. Refused when the
   * same person asked for it, when the ledger says something else, and when more has gone back since than an agent has earned beside it.
   */
  approve(input: RunActs & { accounts: readonly AgentAccount[] }): Promise<Result<{ approved: boolean }, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const run = await lockRun_(tx, input);
        if (run.approved_by === input.person) return { approved: false };
        mustWait(run);
        if (run.requested_by === input.person)
          throw notAllowed("same_person", "You asked for this payment yourself: a second person approves it.");
        await lockOwed_(tx, run);
        await refuseWhenLedgerDiffers_(tx, run);
        await refuseWhenGoneBack_(tx, run);
        const { payouts, freed } = await choose_(tx, run, input.accounts);
        await storePayouts(
          tx,
          this.cipher,
          { period_id: null, commission_run_id: run.id, cooperative_id: run.cooperative_id, time_zone: HOME_TZ },
          input.person,
          payouts,
        );
        killPoint("commission_payouts_written");
        await freeStatements_(tx, freed);
        await rows(
          tx,
          `update commission_run set state = 'approved', approved_by = ?, approved_at = now() where id = ?`,
          [input.person, run.id],
        );
        killPoint("commission_before_commit");
        return { approved: true };
      }),
    );
  }

  /** Nothing of it is paid: what it was of is owed again at once. Anybody who may ask for one may call one off. */
  callOff(input: RunActs): Promise<Result<null, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const run = await lockRun_(tx, input);
        if (run.state === "called_off") return null;
        mustWait(run);
        const statements = await rows<{ id: string }>(
          tx,
          `select id from commission_statement where run_id = ? and freed_at is null order by id`,
          [run.id],
        );
        await freeStatements_(
          tx,
          statements.map(({ id }) => ({ id, because: "called_off" })),
        );
        await rows(
          tx,
          `update commission_run set state = 'called_off', called_off_by = ?, called_off_at = now() where id = ?`,
          [input.person, run.id],
        );
        return null;
      }),
    );
  }
}

/** Of two that ask or approve at once the second sees what the first has taken up. */
async function lockOwed_(tx: Transaction, of: { cooperative_id: string; currency: string }): Promise<void> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [
    `commissions:${of.cooperative_id}:${of.currency}`,
  ]);
}

async function lockRun_(tx: Transaction, { run_id, cooperative_id }: RunActs): Promise<RunRow> {
  const run = await row<RunRow>(
    tx,
    `select id, number, cooperative_id, currency, state, requested_by, approved_by from commission_run
     where id = ? and cooperative_id = ? for update`,
    [run_id, cooperative_id],
  );
  if (!run) throw notFound("payment of commissions");
  return run;
}

function mustWait(run: RunRow): void {
  if (run.state !== "requested")
    throw notAllowed(
      "commission_run_over",
      "This payment of commissions is approved or called off already. Nothing was changed; look at it again.",
    );
}

/** Statement, lines and ledger of a run say the same, to the cent. */
async function refuseWhenLedgerDiffers_(tx: Transaction, run: RunRow): Promise<void> {
  const differing = await row<{ number: string; stated: string; booked: string }>(
    tx,
    `select s.number, s.amount_minor::text as stated, coalesce(sum(b.amount), 0)::text as booked
     from commission_statement s left join commission_line l on l.statement_id = s.id and l.freed_at is null
     left join lateral (select -sum(p.amount_minor) as amount from posting p join account a on a.id = p.account_id
                        where p.journal_id = l.journal_id and a.kind = 'agent_commission' and a.party = s.agent_id and p.currency = s.currency) b on true
     where s.run_id = ? group by s.id
     having s.amount_minor <> coalesce(sum(b.amount), 0) or s.amount_minor <> coalesce(sum(l.amount_minor), 0) order by s.number limit 1`,
    [run.id],
  );
  if (!differing) return;
  const [stated, booked] = [differing.stated, differing.booked].map((minor) =>
    formatMinor(BigInt(minor), run.currency),
  );
  throw saidBoth("differs_from_ledger", {
    en: `Statement ${differing.number} says ${stated} ${run.currency}, the ledger ${booked}. Nothing is paid until they agree. Tell the platform now, with this sentence.`,
    zh: `佣金单 ${differing.number} 写的是 ${stated} ${run.currency}，账上是 ${booked}。两边一致以前一分也不付。请马上把这句话告诉平台。`,
  });
}

/** What went back with refunds since the run was asked for, beyond what was earned since. */
async function refuseWhenGoneBack_(tx: Transaction, run: RunRow): Promise<void> {
  const agents = await rows<{ agent_id: string }>(tx, `select agent_id from commission_statement where run_id = ?`, [
    run.id,
  ]);
  const agent_ids = agents.map((one) => one.agent_id);
  const since = await openEntries(tx, { cooperative_id: run.cooperative_id, currency: run.currency, agent_ids });
  const short = agent_ids.some(
    (agent_id) => since.reduce((sum, one) => (one.agent_id === agent_id ? sum + one.amount_minor : sum), 0n) < 0n,
  );
  if (short)
    throw notAllowed(
      "commission_gone_back",
      "Money of these orders went back to buyers since this was asked for, so an agent would be paid too much. Call it off and ask anew; nothing was paid.",
    );
}

async function choose_(
  tx: Transaction,
  run: RunRow,
  accounts: readonly AgentAccount[],
): Promise<{ payouts: NewPayout[]; freed: { id: string; because: string }[] }> {
  const statements = await rows<{ id: string; agent_id: string; amount: string }>(
    tx,
    `select id, agent_id, amount_minor::text as amount from commission_statement where run_id = ? and freed_at is null order by id for update`,
    [run.id],
  );
  const faults = await faultsOf(
    tx,
    statements.map((one) => one.agent_id),
    accounts,
  );
  const known = new Map(accounts.map((one) => [one.agent_id, one]));
  const payouts: NewPayout[] = [];
  const freed: { id: string; because: string }[] = [];
  for (const { id, agent_id, amount } of statements) {
    const account = known.get(agent_id);
    const because = faults.get(agent_id);
    if (because || !account) freed.push({ id, because: because ?? "no_account" });
    else
      payouts.push({
        id: newId("payout"),
        household_id: null,
        statement_id: null,
        period_id: null,
        agent_id,
        commission_statement_id: id,
        currency: run.currency,
        rail: "bank_file",
        amount_minor: BigInt(amount),
        account,
      });
  }
  return { payouts, freed };
}
