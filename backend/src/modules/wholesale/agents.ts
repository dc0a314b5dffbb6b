import {
  freezeCommission,
  FULL_BP,
  ok,
  refuse,
  type BuyerLanguage,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { z } from "zod";
import { newId } from "../../lib/ids";
import { atKey, placeOf } from "../../lib/keyset";
import { linkTokenHash, newLinkToken } from "../../lib/link-token";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";

/** A link that lies about for longer is somebody else's. */
const GOOD_DAYS = 7;

export const agentCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{4,12}$/, "4 to 12 letters and digits");
export const agentInput = z.strictObject({
  code: agentCode,
  name: z.string().trim().min(1).max(80),
  email: z.string().trim().toLowerCase().max(200).pipe(z.email()),
  rate_bp: z.int().min(0).max(FULL_BP),
});
export type AgentInput = z.output<typeof agentInput>;
export const agentChange = z.strictObject({
  name: agentInput.shape.name,
  rate_bp: agentInput.shape.rate_bp,
  active: z.boolean(),
  /** As it was seen. */
  version: z.int().min(1),
});
export type AgentChange = z.output<typeof agentChange>;

export interface Agent {
  id: string;
  code: string;
  name: string;
  email: string;
  /** In which they are mailed: that of the page on which they chose their password. */
  language: BuyerLanguage;
  rate_bp: number;
  active: boolean;
  /** Milliseconds: sessions of before are over. */
  sessions_from: number | null;
  version: number;
  created_at: Date;
}
const AGENT = `id, code, name, email, language, rate_bp, active, (extract(epoch from sessions_from) * 1000)::float8 as sessions_from, version, created_at`;

const AGENT_NOT_THERE = refuse("agent_not_found", "There is no such agent.");
const UNKNOWN = refuse(
  "agent_unknown",
  "Nobody has this code. Look at it again, or ask without it; nothing was asked.",
  "agent_code",
);
const LINK_GONE = refuse(
  "invite_not_found",
  "This link was used or replaced, or is too old. Ask the operator for a new one.",
);

/** Who brings orders: registered by the operator, remembered by the quotes that name their code. */
export class Agents {
  constructor(private readonly sql: Knex) {}

  list(input: { cursor?: string | undefined; limit: number }): Promise<(Agent & { at_key: string })[]> {
    const place = placeOf(input.cursor);
    return rows(
      this.sql,
      `select ${AGENT}, ${atKey("created_at")} from agent where (created_at, id) < (?::timestamptz, ?) order by created_at desc, id desc limit ?`,
      [place.at, place.id, input.limit],
    );
  }

  one(id: string): Promise<Agent | undefined> {
    return row<Agent>(this.sql, `select ${AGENT} from agent where id = ?`, [id]);
  }

  /** Names and codes of these agents, by id; who is not there is missing. */
  async named(ids: readonly string[]): Promise<Map<string, { name: string; code: string }>> {
    const found = await rows<{ id: string; name: string; code: string }>(
      this.sql,
      `select id, name, code from agent where id = any(?)`,
      [[...new Set(ids)]],
    );
    return new Map(found.map(({ id, ...agent }) => [id, agent]));
  }

  /** Registers somebody, with the link by which they choose a password; of a code or an address there is one. */
  register(person: string, input: AgentInput): Promise<Result<{ id: string; token: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const id = newId("agent");
      const made = await row(
        tx,
        `insert into agent (id, code, name, email, rate_bp) values (?, ?, ?, ?, ?) on conflict do nothing returning 1`,
        [id, input.code, input.name, input.email, input.rate_bp],
      );
      if (!made)
        return refuse("agent_taken", "Another agent has this code or this e-mail. Nothing was written.", "code");
      await changed_(tx, id, person, { ...input, email: undefined });
      return ok({ id, token: await newToken_(tx, id) });
    });
  }

  change(person: string, id: string, input: AgentChange): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const { name, rate_bp, active, version } = input;
      const done = await row(
        tx,
        `update agent set name = ?, rate_bp = ?, active = ?, version = version + 1, updated_at = now() where id = ? and version = ? returning 1`,
        [name, rate_bp, active, id, version],
      );
      if (done) {
        await changed_(tx, id, person, { name, rate_bp, active });
        return ok(undefined);
      }
      if (!(await row(tx, `select 1 from agent where id = ?`, [id]))) return AGENT_NOT_THERE;
      return refuse("stale", "Somebody else has changed this agent. Nothing was written; look at it again.");
    });
  }

  /** Another link; the one before is over. */
  link(person: string, id: string): Promise<Result<{ token: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      if (!(await row(tx, `select 1 from agent where id = ? for update`, [id]))) return AGENT_NOT_THERE;
      await changed_(tx, id, person, { link: "new" });
      return ok({ token: await newToken_(tx, id) });
    });
  }

  async byToken(token: string): Promise<Result<Agent, Refusal>> {
    const found = await row<Agent>(
      this.sql,
      `select ${AGENT} from agent where token_hash = ? and token_until > now() and active`,
      [linkTokenHash(token)],
    );
    return found ? ok(found) : LINK_GONE;
  }

  /** The link was used: it is over, and so are sessions of before. Said after the password stands, so that a run that died can be sent again. */
  async joined(id: string, language: BuyerLanguage): Promise<void> {
    await inTransaction(this.sql, (tx) =>
      rows(
        tx,
        `update agent set token_hash = null, token_until = null, sessions_from = date_trunc('second', now()), language = ?, updated_at = now() where id = ?`,
        [language, id],
      ),
    );
  }

  /** Who a code means, for a company that buys: an agent at work who is none of its people. */
  async byCode(code: string, company_id: string): Promise<Result<{ agent_id: string }, Refusal>> {
    const found = await row<Agent>(this.sql, `select ${AGENT} from agent where code = ?`, [code]);
    if (!found) return UNKNOWN;
    const frozen = await freeze(this.sql, found, company_id);
    if (frozen.ok) return ok({ agent_id: found.id });
    return { ok: false, refusal: { ...frozen.refusal, field: "agent_code" } };
  }

  /**
   * Who brought the order of this cart and their rate now, for the books to freeze; undefined where nobody did, or where nothing is due: who
   * has stopped since, or came to work for the company that buys.
   */
  async leadOf(cart_id: string): Promise<{ agent_id: string; agent_bp: number } | undefined> {
    const brought = await row<{ agent_id: string; company_id: string }>(
      this.sql,
      `select agent_id, company_id from quote where cart_id = ? and agent_id is not null order by id limit 1`,
      [cart_id],
    );
    const agent = brought && (await this.one(brought.agent_id));
    const frozen = agent && (await freeze(this.sql, agent, brought.company_id));
    return frozen?.ok ? frozen.value : undefined;
  }
}

async function freeze(sql: Sql, agent: Agent, company_id: string) {
  const buyers = await rows<{ email: string }>(
    sql,
    `select email from company_member where company_id = ? and email is not null and state = 'active'`,
    [company_id],
  );
  return freezeCommission({
    agent: { agent_id: agent.id, active: agent.active, rate_bp: agent.rate_bp, person: agent.email },
    buyers: buyers.map((one) => one.email),
    // The policy of each line caps it where the line is divided.
    policy_agent_bp: FULL_BP,
  });
}

async function newToken_(tx: Transaction, id: string): Promise<string> {
  const token = newLinkToken();
  await rows(
    tx,
    `update agent set token_hash = ?, token_until = now() + interval '${GOOD_DAYS} days', updated_at = now() where id = ?`,
    [linkTokenHash(token), id],
  );
  return token;
}

async function changed_(tx: Transaction, agent_id: string, person: string, after: object): Promise<void> {
  await rows(tx, `insert into agent_change (id, agent_id, person, after) values (?, ?, ?, ?::jsonb)`, [
    newId("achange"),
    agent_id,
    person,
    JSON.stringify(after),
  ]);
}
