import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { noteMessage, notePages, notePrinted } from "../../lib/paper-state";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append, claim, isOnItsWay } from "../outbox/append";
import { MOST_SHOWN } from "./cash-views";
import { newId } from "./ids";

export const MONEY_PAPER_KINDS = [
  "statement",
  "statement_large",
  "statements",
  "statements_large",
  "remittance",
  "remittances",
  "cash_sheet",
  "totals",
] as const;
export type MoneyPaperKind = (typeof MONEY_PAPER_KINDS)[number];

export interface MoneyPaper {
  id: string;
  cooperative_id: string;
  kind: MoneyPaperKind;
  language: "zh" | "en";
  statement_id: string | null;
  payout_id: string | null;
  batch_id: string | null;
  period_id: string | null;
  village_id: string | null;
  state: "asked" | "printed";
  pages_done: number;
  pages: number | null;
  /** Of how many papers together, which one this is, from 1. */
  part: number;
  parts: number;
  file: string | null;
  created_at: Date;
}

/** What a paper is about. */
export type MoneyPaperOf =
  { statement_id: string } | { payout_id: string } | { batch_id: string } | { period_id: string; village_id?: string };

export interface AskMoneyPaper {
  kind: MoneyPaperKind;
  of: MoneyPaperOf;
  language: "zh" | "en";
  /** Of more households than one paper takes, which part of them; the first when none is named. */
  part?: number | undefined;
  person: string;
  /** Whose it must be: a cooperative's desk, or the household that it is about. */
  within: { cooperative_id: string } | { household_id: string };
}

const PAPER = `id, cooperative_id, kind, language, statement_id, payout_id, batch_id, period_id, village_id, state, pages_done, pages, part, parts, file, created_at`;
const PRINT = "print-money";
/** A page or more of each household. The cash sheet has a line of each, and is signed whole; the totals are sums. */
const PARTED: ReadonlySet<MoneyPaperKind> = new Set(["statements", "statements_large", "remittances"]);
const KINDS: Readonly<Record<string, readonly MoneyPaperKind[]>> = {
  statement_id: ["statement", "statement_large"],
  payout_id: ["remittance"],
  batch_id: ["remittances", "cash_sheet"],
  period_id: ["statements", "statements_large", "totals"],
};
/** What each is about, and when that changed last: a paper printed since still says what is true. */
const SUBJECTS: Readonly<Record<string, string>> = {
  statement_id: `select s.cooperative_id, s.household_id, null as rail, 1 as count,
      greatest(s.updated_at, (select max(updated_at) from payout where statement_id = s.id)) as changed_at
    from statement s where s.id = ?`,
  payout_id: `select o.cooperative_id, o.household_id, o.rail, 1 as count, greatest(o.updated_at, s.updated_at) as changed_at
    from payout o join statement s on s.id = o.statement_id where o.id = ?`,
  batch_id: `select b.cooperative_id, null as household_id, b.rail, b.payouts as count,
      greatest(b.updated_at, (select max(greatest(o.updated_at, s.updated_at)) from payout o join statement s on s.id = o.statement_id
                              where o.batch_id = b.id)) as changed_at
    from payout_batch b where b.id = ? and b.period_id is not null`,
  period_id: `select p.cooperative_id, null as household_id, null as rail, (select count(*)::int from statement where period_id = p.id) as count,
      greatest(p.updated_at, (select max(updated_at) from statement where period_id = p.id),
        -- A bank that answers changes what is paid and what is on its way, and no statement.
        (select max(o.updated_at) from payout_batch b join payout o on o.batch_id = b.id where b.period_id = p.id)) as changed_at
    from settlement_period p where p.id = ?`,
};
/** Statements or advices on one paper: what a printer takes in a morning, and a renderer in its memory. More come in parts. */
export const MOST_ON_A_PAPER = 2_000;

/** Papers about money, printed on request: asked for at the desk or at home, drawn by a job, kept as a file. */
export class MoneyPapers {
  constructor(private readonly sql: Knex) {}

  /** Asks for a paper; the same one that is being printed, or was printed after the last change, is meant. */
  ask(input: AskMoneyPaper): Promise<Result<MoneyPaper, Refusal>> {
    const [column, id] = Object.entries(input.of)[0] as [string, string];
    if (!KINDS[column]?.includes(input.kind)) {
      return Promise.resolve(refuse("invalid_paper", "There is no such paper of this.", "kind"));
    }
    return inTransaction(this.sql, async (tx) => {
      const subject = await row<{
        cooperative_id: string;
        household_id: string | null;
        rail: string | null;
        count: number;
        changed_at: Date;
      }>(tx, `${SUBJECTS[column] ?? ""} for no key update`, [id]);
      if (!subject || !isWithin(subject, input.within)) {
        return refuse("paper_subject_not_found", "There is no such thing to print for.");
      }
      if (input.kind === "cash_sheet" && subject.rail !== "cash") {
        return refuse("not_a_cash_batch", "This batch is not paid in cash: it has no cash sheet.", "kind");
      }
      if (subject.count === 0) return refuse("nothing_to_print", "There is no statement here yet.", "kind");
      if (input.kind === "cash_sheet" && subject.count > MOST_SHOWN) {
        return refuse(
          "too_many_for_a_paper",
          `These are ${subject.count}, more than ${MOST_SHOWN} on one paper. Nothing was printed. ` +
            "A sheet that leaves somebody out would be signed as if it were whole: use the page of the batch, household by household.",
          "kind",
        );
      }
      const parts = PARTED.has(input.kind) ? Math.ceil(subject.count / MOST_ON_A_PAPER) : 1;
      const part = input.part ?? 1;
      if (part > parts) return refuse("invalid_paper", `There are ${parts} parts of this.`, "part");
      const village_id = "village_id" in input.of ? (input.of.village_id ?? null) : null;
      const known = await row<MoneyPaper & { message_id: string | null }>(
        tx,
        `select ${PAPER}, message_id from money_paper
         where ${column} = ? and kind = ? and language = ? and village_id is not distinct from ? and part = ? and parts = ?
           and (state = 'asked' or printed_at > ?::timestamptz) order by created_at desc limit 1`,
        [id, input.kind, input.language, village_id, part, parts, subject.changed_at],
      );
      if (known) {
        const { message_id, ...paper } = known;
        if (paper.state === "asked" && !(await isOnItsWay(tx, { job: PRINT, message_id: message_id ?? "" }))) {
          await print_(tx, paper.id);
        }
        return ok(paper);
      }
      const paper = await row<MoneyPaper>(
        tx,
        `insert into money_paper (id, cooperative_id, kind, language, ${column}, village_id, part, parts, asked_by)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning ${PAPER}`,
        [newId("paper"), subject.cooperative_id, input.kind, input.language, id, village_id, part, parts, input.person],
      );
      if (!paper) throw new Error("a paper was not written");
      await print_(tx, paper.id);
      return ok(paper);
    });
  }

  /** One paper; of this cooperative or about this household, when one is named. */
  async paper(
    id: string,
    within?: { cooperative_id: string } | { household_id: string },
  ): Promise<MoneyPaper | undefined> {
    const paper = await row<MoneyPaper>(this.sql, `select ${PAPER} from money_paper where id = ?`, [id]);
    if (!paper || within === undefined) return paper;
    if ("cooperative_id" in within) return paper.cooperative_id === within.cooperative_id ? paper : undefined;
    const mine = await row(
      this.sql,
      `select 1 from statement where id = ? and household_id = ?
       union all select 1 from payout where id = ? and household_id = ? limit 1`,
      [paper.statement_id, within.household_id, paper.payout_id, within.household_id],
    );
    return mine ? paper : undefined;
  }

  /** The statements or payouts that a paper shows, in the order of their numbers; of a part, those of that part. */
  async subjects(paper: MoneyPaper): Promise<{ statement_ids: string[]; payout_ids: string[] }> {
    const found = await rows<{ statement_id: string; payout_id: string | null }>(
      this.sql,
      `select x.statement_id, x.payout_id
       from (select id as statement_id, null as payout_id from statement where id = ?
             union all select id, null from statement where period_id = ? and ? in ('statements', 'statements_large')
             union all select statement_id, id from payout where id = ? or batch_id = ?) x
       join statement s on s.id = x.statement_id
       order by s.number, x.statement_id, x.payout_id limit ? offset ?`,
      [
        ...[paper.statement_id, paper.period_id, paper.kind, paper.payout_id, paper.batch_id],
        ...(paper.parts === 1 ? [null, 0] : [MOST_ON_A_PAPER, (paper.part - 1) * MOST_ON_A_PAPER]),
      ],
    );
    return {
      statement_ids: [...new Set(found.map((one) => one.statement_id))],
      payout_ids: found.flatMap((one) => one.payout_id ?? []),
    };
  }

  /** How far the printing is; for a page that waits. */
  progress(paper_id: string, pages_done: number): Promise<void> {
    return notePages(this.sql, "money_paper", paper_id, pages_done);
  }

  /** Records the printed file; once, however often the message comes. `as_of`: when what it says was read. */
  async recordPrinted(input: {
    message_id: string;
    paper_id: string;
    file: string;
    pages: number;
    sha256: string;
    as_of: Date;
  }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, PRINT, input.message_id))) return;
      await notePrinted(tx, "money_paper", input);
    });
  }
}

function isWithin(
  subject: { cooperative_id: string; household_id: string | null },
  within: AskMoneyPaper["within"],
): boolean {
  return "cooperative_id" in within
    ? subject.cooperative_id === within.cooperative_id
    : subject.household_id === within.household_id;
}

/** Sends a paper to print, and notes by which message. The paper's subject is locked. */
async function print_(tx: Transaction, paper_id: string): Promise<void> {
  const message_id = await append(tx, { job: PRINT, payload: { paper_id } });
  await noteMessage(tx, "money_paper", paper_id, message_id);
}
