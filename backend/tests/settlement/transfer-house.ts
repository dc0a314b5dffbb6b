import { paymentReference, type BalancePart } from "@commonlot/domain";
import { givenCooperative, id, value, type SettlementHouse } from "./house";

const DAY_MS = 86_400_000;
/** In time for every proforma of these tests. */
const TODAY = new Date().toISOString().slice(0, 10);
/** Later than the last day of any of them. */
export const LATE = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);
/** When statements are handed in here: a bank shows no day that is still to come. */
const AFTER_LATE = new Date(Date.now() + 31 * DAY_MS);

/** What a bank shows of one payment that came in. */
export interface Shown {
  /** The bank's own name of it; none: it gives none. */
  ref?: string;
  day?: string;
  amount: string;
  currency?: string;
  payer?: string;
  text: string;
}

/** A bank's own sheet of an account; below zero is what left. */
export const sheet = (lines: readonly Shown[]): Buffer =>
  Buffer.from(
    [
      "账号,6222020000000007,,,,",
      "交易日期,交易金额,币种,对方户名,附言,交易流水号",
      ...lines.map(({ ref = "", day = TODAY, amount, currency = "人民币", payer = "食堂公司", text }) =>
        [day, amount, currency, payer, text, ref].join(","),
      ),
    ].join("\n"),
  );

/** A statement of the same account as a message. */
export const message = (lines: readonly Shown[], account = "6222020000000007"): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${id("msg").slice(0, 30)}</MsgId><CreDtTm>2026-12-07T23:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>1</Id><Acct><Id><Othr><Id>${account}</Id></Othr></Id></Acct>
${lines
  .map(
    ({ ref, day = TODAY, amount, currency = "CNY", payer = "食堂公司", text }) => `<Ntry>
<Amt Ccy="${currency}">${amount.replace("-", "")}</Amt><CdtDbtInd>${amount.startsWith("-") ? "DBIT" : "CRDT"}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>${day}</Dt></BookgDt>${ref === undefined ? "" : `<AcctSvcrRef>${ref}</AcctSvcrRef>`}
<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>${payer}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls>
</Ntry>`,
  )
  .join("\n")}
</Stmt></BkToCstmrStmt></Document>`);

/** A cooperative and what companies are to transfer to it. */
export async function transferKit(
  house: SettlementHouse,
  cooperative_id = id("coop"),
  terms: { agent_bp?: number } = {},
) {
  const { settlement, db } = house;
  await givenCooperative(house, terms, cooperative_id);

  const asked = (amount_minor: bigint, more: { company?: string; company_id?: string; cart_id?: string } = {}) => ({
    cooperative_id,
    company_id: more.company_id ?? id("company"),
    company: more.company ?? "食堂公司",
    quote_id: id("quote"),
    quote_number: "Q-1001",
    cart_id: more.cart_id ?? id("cart"),
    currency: "CNY",
    amount_minor,
    person: "wmember_1",
  });
  const proforma = async (
    amount_minor: bigint,
    more: { due_at?: Date; company?: string; company_id?: string; balance?: BalancePart } = {},
  ) => {
    const { due_at = new Date(Date.now() + 5 * DAY_MS), balance = null } = more;
    const made = await settlement.proformas.issue({ ...asked(amount_minor, more), due_at, balance });
    return now(value(made).id);
  };
  /** An order on account is asked for, of a company that may owe 500.00. */
  const grant = (amount_minor: bigint, more: { company_id?: string; cart_id?: string; limit_minor?: bigint } = {}) =>
    settlement.proformas.grant({
      ...asked(amount_minor, more),
      net_days: 30,
      credit: { company_state: "approved", limit_minor: more.limit_minor ?? 50_000n },
    });
  const now = async (proforma_id: string) => {
    const found = await settlement.proformas.one(proforma_id);
    if (!found) throw new Error("no proforma");
    return found;
  };
  const take = async (bytes: Buffer, name = "流水.csv") =>
    value(
      await settlement.transfers.take({ cooperative_id, person: "member_accountant", name, bytes, now: AFTER_LATE }),
    );
  const lines = (state: "open" | "kept" | "all" = "all") =>
    settlement.transfers.list({ cooperative_id, state, limit: 100 });
  /** Messages of a proforma, by job or by what a mail is about. */
  const told = async (proforma_id: string): Promise<string[]> => {
    const { rows } = await db.query<{ said: string }>(
      `select coalesce(payload ->> 'about', job) as said from outbox_message where payload ->> 'proforma_id' = $1 order by created_at, said`,
      [proforma_id],
    );
    return rows.map((one) => one.said);
  };
  /** What the ledger says is at the bank, and what of it is no order's. */
  const books = async () => {
    const { rows } = await db.query<{ kind: string; sum: number }>(
      `select a.kind, sum(p.amount_minor)::int as sum from account a join posting p on p.account_id = a.id
       where (a.kind = 'bank' and a.party = $1) or (a.kind = 'clearing' and a.party = 'transfer:' || $1) group by 1`,
      [cooperative_id],
    );
    const of = (kind: string) => rows.find((one) => one.kind === kind)?.sum ?? 0;
    return { bank: of("bank"), free: 0 - of("clearing") };
  };
  const act = (line_id: string) => ({ cooperative_id, line_id, person: "member_accountant", words: "asked by phone" });
  return { cooperative_id, proforma, grant, now, take, lines, told, books, act, settlement };
}

/** A right reference that nobody has been given. */
export const nobodys = paymentReference(9_999_999_999);
