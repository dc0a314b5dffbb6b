import type { CompanyRole, CompanyState, SpendingLimits, WindowKind } from "@commonlot/domain";
import { newId } from "../../../lib/ids";
import { row, rows, type Sql, type Transaction } from "../../../lib/sql";
import type { Company, LimitsInput, Member, MemberActor, Vetter } from "./company-types";

// What several parts read and write of companies.

const COMPANY = `id, name, country, tax_number, currency, time_zone, language, cooperative_id, state, decision_words, decided_at, version, created_at`;

export function findCompany(sql: Sql, id: string): Promise<Company | undefined> {
  return row<Company>(sql, `select ${COMPANY} from company where id = ?`, [id]);
}

/** Under its lock: writers of one company go one after the other. */
export function lockCompany_(tx: Transaction, id: string): Promise<Company | undefined> {
  return row<Company>(tx, `select ${COMPANY} from company where id = ? for update`, [id]);
}

/** Limits as a member's row and an invitation's have them. */
export interface LimitsRow {
  per_order_minor: string | null;
  window_kind: WindowKind | null;
  window_minor: string | null;
}
export const LIMITS = `per_order_minor, window_kind, window_minor`;

export function limitsOf({ per_order_minor, window_kind, window_minor }: LimitsRow): SpendingLimits {
  return {
    per_order_minor: per_order_minor === null ? null : BigInt(per_order_minor),
    per_window:
      window_kind === null || window_minor === null ? null : { kind: window_kind, limit_minor: BigInt(window_minor) },
  };
}

/** In the order of `LIMITS`. */
export function limitValues({ per_order_minor, per_window }: SpendingLimits | LimitsInput): (string | null)[] {
  const text = (minor: bigint | number | undefined | null) => (minor == null ? null : String(minor));
  return [text(per_order_minor), per_window?.kind ?? null, text(per_window?.limit_minor)];
}

interface MemberRow extends LimitsRow {
  member_id: string;
  company_id: string;
  email: string | null;
  name: string;
  roles: CompanyRole[];
  state: "active" | "left";
  version: number;
  created_at: Date;
}
const MEMBER = `id as member_id, company_id, email, name, roles, ${LIMITS}, state, version, created_at`;

function memberOf(found: MemberRow): Member {
  const { per_order_minor, window_kind, window_minor, state, ...rest } = found;
  const limits = limitsOf({ per_order_minor, window_kind, window_minor });
  return { ...rest, limits, active: state === "active" };
}

export async function findMember(sql: Sql, id: string): Promise<Member | undefined> {
  const found = await row<MemberRow>(sql, `select ${MEMBER} from company_member where id = ?`, [id]);
  return found && memberOf(found);
}

export async function activeByEmail(sql: Sql, email: string): Promise<Member | undefined> {
  const found = await row<MemberRow>(sql, `select ${MEMBER} from company_member where email = ? and state = 'active'`, [
    email,
  ]);
  return found && memberOf(found);
}

/** Those at work first, in the order in which they came; as many as a company can have. */
export async function membersOf(sql: Sql, company_id: string): Promise<Member[]> {
  const found = await rows<MemberRow>(
    sql,
    `select ${MEMBER} from company_member where company_id = ? order by state, created_at, id`,
    [company_id],
  );
  return found.map(memberOf);
}

/** Writes a new member; undefined when the address belongs to somebody of a company already. */
export function insertMember_(
  tx: Transaction,
  one: { company_id: string; name: string; email: string; roles: readonly CompanyRole[]; limits?: SpendingLimits },
): Promise<{ member_id: string } | undefined> {
  return row(
    tx,
    `insert into company_member (id, company_id, name, email, roles, ${LIMITS}) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (email) where state = 'active' do nothing returning id as member_id`,
    [
      ...[newId("wmember"), one.company_id, one.name, one.email, [...one.roles]],
      ...limitValues(one.limits ?? { per_order_minor: null, per_window: null }),
    ],
  );
}

type CompanyActKind =
  | "registered"
  | "came_again"
  | "document_added"
  | "document_removed"
  | "invited"
  | "invite_withdrawn"
  | "joined"
  | "member_changed"
  | "member_left"
  | "address_added"
  | "address_changed"
  | "address_removed"
  | "terms_set"
  | Exclude<CompanyState, "registered">;

/** Who did what, in the transaction of doing it. People are named by id alone: whoever is forgotten is forgotten here too. */
export async function act_(
  tx: Transaction,
  company_id: string,
  by: Pick<MemberActor | Vetter, "kind" | "id">,
  done: { act: CompanyActKind; about_id?: string; words?: string; before?: unknown; after?: unknown },
): Promise<void> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  await tx.raw(
    `insert into company_act (id, company_id, actor_kind, actor_id, act, about_id, words, before, after)
     values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)`,
    [
      newId("cact"),
      company_id,
      by.kind,
      by.id,
      done.act,
      done.about_id ?? null,
      done.words ?? "",
      json(done.before),
      json(done.after),
    ] as never,
  );
}

export interface CompanyActRow {
  id: string;
  at: Date;
  actor_kind: MemberActor["kind"] | Vetter["kind"];
  /** Of a member; empty for who was forgotten, null for who is none. */
  actor_name: string | null;
  act: CompanyActKind;
  about_name: string | null;
  words: string;
}

/** Of the log of a company: what a page shows. */
const ACTS = 30;

/** What whoever lets a company in has to know of its log; whom it invites and where its goods go is its own. */
const OF_VETTING: readonly CompanyActKind[] = [
  "registered",
  "came_again",
  "document_added",
  "document_removed",
  "documents_asked",
  "approved",
  "refused",
  "suspended",
  "closed",
  "terms_set",
];

export function actsOf(sql: Sql, company_id: string, { vetting }: { vetting: boolean }): Promise<CompanyActRow[]> {
  return rows(
    sql,
    `select a.id, a.at, a.actor_kind, m.name as actor_name, a.act, coalesce(o.name, i.name) as about_name, a.words
     from company_act a
       left join company_member m on m.id = a.actor_id and a.actor_kind = 'member'
       left join company_member o on o.id = a.about_id
       left join company_invite i on i.id = a.about_id
     where a.company_id = ? and (not ?::boolean or a.act = any(?)) order by a.at desc, a.id desc limit ${ACTS}`,
    [company_id, vetting, [...OF_VETTING]],
  );
}
