import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { BuyerLanguage } from "@commonlot/domain";
import { bankReference } from "../../src/modules/settlement/bank-file";
import type { AgentAccount } from "../../src/modules/settlement/commissions/plan";
import type { AgentAccountInput } from "../../src/modules/wholesale/agent-bank";
import type { Agent } from "../../src/modules/wholesale/agents";
import WholesaleService from "../../src/modules/wholesale/service";
import { tellAgent } from "../../src/workflows/wholesale/agent-tell";
import { camt053, pain002 } from "./bank-messages";
import { captureInput, id, order, postInput, value } from "./house";
import { registerHouse } from "./register-house";

const killed = vi.hoisted(() => ({ at: "" }));
vi.mock("../../src/lib/kill-point", () => ({
  killPoint: (name: string) => {
    if (name === killed.at) throw new Error(`killed at ${name}`);
  },
}));

/** What agents are told of their commission: once each, of what stands in the books. */
const { house, container: plain, registered } = registerHouse();
const MAKER = "member_maker";
const CHECKER = "member_checker";
const ORDER_NUMBER = 4711;
const HOUR_MS = 3_600_000;
let wholesale: WholesaleService;
let cooperative_id: string;
beforeAll(async () => {
  wholesale = new WholesaleService({ __pg_connection__: house.knex });
  cooperative_id = await registered("agent-mails", "AM", { agent_bp: 300 });
});

/** Medusa's container with the real services; of Medusa only the number of an order. */
const services = (): Record<string, unknown> => ({
  wholesale,
  [ContainerRegistrationKeys.QUERY]: {
    graph: ({ filters }: { filters: { id: string[] } }) =>
      Promise.resolve({ data: filters.id.map((one) => ({ id: one, display_id: ORDER_NUMBER })) }),
  },
});
const container = {
  resolve: (name: string) => services()[name] ?? plain.resolve(name),
} as unknown as MedusaContainer;

async function agent(language: BuyerLanguage = "zh"): Promise<Agent> {
  const mark = id("a").slice(2, 12).toUpperCase();
  const email = `${mark.toLowerCase()}@agent.example`;
  const made = value(await wholesale.agents.register("operator", { code: mark, name: "周代理", email, rate_bp: 300 }));
  await wholesale.agents.joined(made.id, language);
  const found = await wholesale.agents.one(made.id);
  if (!found) throw new Error("no agent");
  return found;
}

/** An order of two lines of 100.00 each: 3 % of what fees are reckoned of. */
async function brought(agent_id: string | null, agent_bp = 300) {
  const line = () => ({
    cooperative_id,
    grams: 1_000,
    paid_minor: 10_000,
    lots: [{ household_id: id("household"), grams: 1_000 }],
  });
  const given = order([line(), line()]);
  const agentOf = agent_id === null ? {} : { agent: { agent_id, agent_bp } };
  value(await house.settlement.recordCapture({ ...captureInput(given), ...agentOf }));
  value(await house.settlement.postSale(postInput(given)));
  return given;
}

interface Message {
  id: string;
  about: "earned" | "paid" | "not_paid";
  done: boolean;
}
async function messages(subject_id: string): Promise<Message[]> {
  const { rows } = await house.db.query<Message>(
    `select id, payload ->> 'about' as about, done_at is not null as done from outbox_message
     where job = 'agent-mail' and payload ->> 'subject_id' = $1 order by created_at, id`,
    [subject_id],
  );
  return rows;
}
const tell = ({ id: message_id, about }: Pick<Message, "id" | "about">, subject_id: string) =>
  tellAgent(container, { message_id, about, subject_id });

/** Mails to an agent as a worker would send them; each has a message of its own. */
async function mailsTo(agent_id: string) {
  const { rows } = await house.db.query<{ id: string }>(
    `select m.id from company_mail m join outbox_message o on o.job = 'company-mail' and o.payload ->> 'mail_id' = m.id
     where m.agent_id = $1 order by m.created_at, m.id`,
    [agent_id],
  );
  const all = await Promise.all(rows.map((one) => wholesale.mails.message(one.id)));
  return all.flatMap((one) => one ?? []);
}

const accountOf = (agent_id: string): AgentAccount => ({
  agent_id,
  name: "周代理",
  account: "6222021234567894",
  bank: { system: "CNAPS", member_id: "102100099996" },
});

/** Owed, agreed on by two people, and in a file that the bank has. */
async function sentToBank(agent_id: string) {
  const accounts = [accountOf(agent_id)];
  const { run_id } = value(
    await house.settlement.commissions.request({ cooperative_id, currency: "CNY", person: MAKER, accounts }),
  );
  value(await house.settlement.commissions.approve({ run_id, cooperative_id, person: CHECKER, accounts }));
  const run = await house.settlement.commissionViews.run(run_id, cooperative_id);
  const batch_id = run?.batch_id ?? "";
  const file = value(await house.settlement.bankFile(batch_id, cooperative_id));
  value(await house.settlement.markBatchExported({ batch_id, sha256: file.sha256 }));
  const { rows } = await house.db.query<{ id: string }>("select id from payout where batch_id = $1 and agent_id = $2", [
    batch_id,
    agent_id,
  ]);
  const statement = run?.statements.find((one) => one.agent_id === agent_id);
  if (!statement) throw new Error("no statement");
  return { statement, batch: bankReference(batch_id), reference: bankReference(rows[0]?.id ?? "") };
}
const read = async (text: string) =>
  value(
    await house.settlement.bankAnswers.take({
      cooperative_id,
      person: "member_accountant",
      name: "answer.xml",
      bytes: Buffer.from(text),
    }),
  );
const inMoney = (minor: bigint) => `${(Number(minor) / 100).toFixed(2)} CNY`;

describe("a commission that was earned", () => {
  it("is told with the dividing of its order, once for all its lines; nobody is told who has nothing of it", async () => {
    const { id: agent_id } = await agent();
    const given = await brought(agent_id);
    value(await house.settlement.postSale(postInput(given)));
    expect(await messages(given.order_id)).toMatchObject([{ about: "earned", done: false }]);
    expect(await messages((await brought(null)).order_id)).toEqual([]);
    expect(await messages((await brought(agent_id, 0)).order_id)).toEqual([]);
  });

  it.each([
    ["zh", "/zh/agent"],
    ["en", "/en/agent"],
  ] as const)(
    "is one mail in the language %s, however often and by how many its message is run",
    async (language, page) => {
      const { id: agent_id, email } = await agent(language);
      const given = await brought(agent_id);
      const [message] = await messages(given.order_id);
      if (!message) throw new Error("no message");
      await Promise.all([1, 2, 3].map(() => tell(message, given.order_id)));
      await tell({ ...message, id: id("out") }, given.order_id);
      const mails = await mailsTo(agent_id);
      const [sums] = await house.settlement.agents.sums([agent_id]);
      expect(mails).toHaveLength(1);
      expect(mails[0]?.to).toBe(email);
      expect(mails[0]?.text).toContain(inMoney(sums?.earned_minor ?? 0n));
      expect(mails[0]?.text).toContain(String(ORDER_NUMBER));
      expect(mails[0]?.text.endsWith(page)).toBe(true);
      expect(await messages(given.order_id)).toMatchObject([{ done: true }]);
    },
  );

  it.each(["agent_mail_claimed", "agent_mail_before_commit"])(
    "killed at %s nothing is queued and the message is not done; run again it is one mail",
    async (point) => {
      const { id: agent_id } = await agent();
      const given = await brought(agent_id);
      const [message] = await messages(given.order_id);
      if (!message) throw new Error("no message");
      killed.at = point;
      await expect(tell(message, given.order_id)).rejects.toThrow("killed");
      killed.at = "";
      expect(await mailsTo(agent_id)).toEqual([]);
      expect(await messages(given.order_id)).toMatchObject([{ done: false }]);
      await tell(message, given.order_id);
      expect(await mailsTo(agent_id)).toHaveLength(1);
    },
  );

  it("is told to nobody where the agent has no address or is not there; the message is done all the same", async () => {
    const { id: silent } = await agent();
    await house.db.query("update agent set email = '' where id = $1", [silent]);
    for (const agent_id of [silent, id("agent")]) {
      const given = await brought(agent_id);
      const [message] = await messages(given.order_id);
      if (!message) throw new Error("no message");
      expect(await tell(message, given.order_id)).toEqual({ told: 0 });
      expect(await messages(given.order_id)).toMatchObject([{ done: true }]);
      expect(await mailsTo(agent_id)).toEqual([]);
    }
  });
});

describe("a commission that was paid", () => {
  it("is one mail with the sum, the reference and the statement's page, also when the bank says it twice", async () => {
    const { id: agent_id } = await agent("en");
    await brought(agent_id);
    const { statement, batch, reference } = await sentToBank(agent_id);
    await read(pain002(batch, [{ reference, status: "ACSC" }]));
    await read(camt053([{ way: "DBIT", reference, amount: String(Number(statement.amount_minor) / 100) }]));
    const told = await messages(statement.id);
    expect(told).toMatchObject([{ about: "paid" }]);
    const [message] = told;
    if (!message) throw new Error("no message");
    await tell(message, statement.id);
    await tell(message, statement.id);
    await tell({ ...message, id: id("out") }, statement.id);
    const paid = (await mailsTo(agent_id)).filter((mail) => mail.subject?.startsWith("Commission paid"));
    expect(paid).toHaveLength(1);
    for (const fact of [inMoney(statement.amount_minor), statement.number, "7894", "Zhutang"])
      expect(paid[0]?.text).toContain(fact);
    expect(paid[0]?.text.endsWith(`/en/agent/statements/${statement.id}`)).toBe(true);
  });

  it("and came back before the mail was written is told as not paid alone, with the bank's words", async () => {
    const { id: agent_id } = await agent();
    await brought(agent_id);
    const { statement, batch, reference } = await sentToBank(agent_id);
    const amount = String(Number(statement.amount_minor) / 100);
    await read(pain002(batch, [{ reference, status: "ACSC" }]));
    await read(
      camt053([
        { way: "DBIT", reference, amount },
        { way: "CRDT", reference, amount, code: "AC04" },
      ]),
    );
    const told = await messages(statement.id);
    expect(told.map((one) => one.about).sort()).toEqual(["not_paid", "paid"]);
    for (const message of told) await tell(message, statement.id);
    const mails = (await mailsTo(agent_id)).filter((mail) => mail.text.includes(statement.number));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toContain("没有付成");
    const head = await house.settlement.commissionViews.head(statement.id);
    expect(head).toMatchObject({ state: "freed", because: "payout_returned" });
    expect(mails[0]?.text).toContain(head?.bank_words?.zh ?? "no words");
    expect(await messages(statement.id)).toMatchObject([{ done: true }, { done: true }]);
  });

  it("by a statement that is not there is told to nobody", async () => {
    expect(await tell({ id: id("out"), about: "paid" }, id("cstmt"))).toEqual({ told: 0 });
  });
});

describe("an agent's account", () => {
  const account = (number: string): AgentAccountInput => ({
    holder: "周代理",
    account: number,
    bank: { system: "CNAPS", member_id: "102100099996" },
    as_on_paper: false,
  });
  const [FIRST, SECOND] = ["6222021234567894", "6222020000000007"];
  const change = async (of: Agent, number: string, now = new Date()) =>
    value(await wholesale.agentBank.change({ agent: of, account: account(number), old_stops: false, now }));

  it("that is named or changed is one mail each, to the address of before; the same once more is none", async () => {
    const of = await agent("en");
    await Promise.all([change(of, FIRST), change(of, FIRST)]);
    expect(await mailsTo(of.id)).toMatchObject([{ to: of.email, text: expect.stringContaining("7894") as string }]);
    const { usable_from } = await change(of, SECOND);
    await change(of, SECOND);
    const mails = await mailsTo(of.id);
    expect(mails).toHaveLength(2);
    const last = mails.find((mail) => mail.text.includes("0007"));
    // In China's time, as it says.
    const there = new Date(usable_from.getTime() + 8 * HOUR_MS).toISOString().slice(0, 16).replace("T", " ");
    expect(last?.text).toContain(there);
    expect(last?.text).toContain("call it off");
    expect(last?.text.endsWith("/en/agent")).toBe(true);
  });

  it("that can't be right, or a change that is called off in time, is no mail", async () => {
    const of = await agent();
    const wrong = await wholesale.agentBank.change({
      ...{ agent: of, account: account("GB00WEST12345698765432"), old_stops: false, now: new Date() },
    });
    expect(wrong.ok).toBe(false);
    expect(await mailsTo(of.id)).toEqual([]);
    await change(of, FIRST, new Date(Date.now() - 100 * HOUR_MS));
    await change(of, SECOND);
    const before = (await mailsTo(of.id)).length;
    value(await wholesale.agentBank.callOff(of, new Date()));
    expect(await mailsTo(of.id)).toHaveLength(before);
  });

  it("is what an approver reads before they approve: as it would be paid to at that moment, and of an agent without one that there is none", async () => {
    const [named, other, none] = [await agent(), await agent(), await agent()];
    const now = new Date();
    await change(named, FIRST, new Date(now.getTime() - 100 * HOUR_MS));
    await change(named, SECOND, now);
    await change(other, SECOND, now);
    const at = async (time: Date) => {
      const found = await wholesale.agentBank.inForce([named.id, other.id, none.id], time);
      const paid = await wholesale.agentBank.payable([named.id, other.id, none.id], time);
      for (const one of paid) {
        const shown = found.get(one.agent_id);
        expect(shown).toEqual(
          one.account === null ? { none: "account_on_hold" } : { holder: one.name, last4: one.account.slice(-4) },
        );
      }
      return [named, other, none].map((one) => found.get(one.id));
    };
    const { holder } = account(FIRST);
    expect(await at(new Date(now.getTime() + HOUR_MS))).toEqual([
      { holder, last4: "7894" },
      { holder, last4: "0007" },
      { none: "no_account" },
    ]);
    expect((await at(new Date(now.getTime() + 73 * HOUR_MS)))[0]).toEqual({ holder, last4: "0007" });
    // Nothing is paid to the old one either: the payment would find none.
    const of = await agent();
    await change(of, FIRST, new Date(now.getTime() - 100 * HOUR_MS));
    value(await wholesale.agentBank.change({ agent: of, account: account(SECOND), old_stops: true, now }));
    expect((await wholesale.agentBank.inForce([of.id], new Date(now.getTime() + HOUR_MS))).get(of.id)).toEqual({
      none: "account_on_hold",
    });
  });
});
