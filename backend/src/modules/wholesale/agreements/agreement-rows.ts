import {
  AGREEMENT_TRANSITIONS,
  assertTransition,
  type AgreementSide,
  type AgreementState,
  type FreightTerm,
} from "@commonlot/domain";
import { groupBy } from "../../../lib/group-by";
import { newId } from "../../../lib/ids";
import { row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { goodColumns } from "../good-columns";
import { freightTermColumns, freightTermOf } from "../quotes/quote-rows";
import type {
  Agreement,
  AgreementDraft,
  AgreementEvent,
  AgreementLine,
  AgreementPaper,
  AgreementSignature,
  AgreementVersion,
  CallOff,
  DrawnPacks,
  PoolCommitment,
} from "./agreement-types";

// What several parts read and write of agreements.

export const AGREEMENT_COLUMNS = `id, number, company_id, cooperative_id, joint_agreement_id, state, version, by, currency, end_asked_by, ended_at, created_at`;

export function findAgreement(sql: Sql, id: string): Promise<Agreement | undefined> {
  return row<Agreement>(sql, `select ${AGREEMENT_COLUMNS} from agreement where id = ?`, [id]);
}

/** Under its lock: versions, signatures and call-offs of one agreement go one after the other. */
export function lockAgreement_(tx: Transaction, id: string): Promise<Agreement | undefined> {
  return row<Agreement>(tx, `select ${AGREEMENT_COLUMNS} from agreement where id = ? for update`, [id]);
}

/** From one state to another, as far as there is a way. */
export function become_(tx: Transaction, agreement: Agreement, to: AgreementState): Promise<void> {
  return becomeAll_(tx, [agreement], to);
}

/** The same of any number, in one statement. */
export async function becomeAll_(
  tx: Transaction,
  agreements: readonly Pick<Agreement, "id" | "state">[],
  to: AgreementState,
): Promise<void> {
  for (const { state } of agreements) {
    const may = assertTransition(AGREEMENT_TRANSITIONS, state, to);
    if (!may.ok) throw new Error(may.refusal.message);
  }
  await rows(
    tx,
    `update agreement set state = ?, ended_at = case when ?::boolean then now() end, updated_at = now() where id = any(?)`,
    [to, to !== "active", agreements.map((one) => one.id)],
  );
}

type VersionRow = Omit<AgreementVersion, "freight_minor" | "freight_term" | "lines" | "compensation"> & {
  agreement_id: string;
  freight_minor: string;
  freight_bearer: FreightTerm["bearer"];
  freight_buyer_bp: number | null;
  freight_cap_bp: number | null;
  compensation_bp: number | null;
  compensation_cap_bp: number | null;
};
type LineRow = Omit<AgreementLine, "steps"> & {
  agreement_id: string;
  version: number;
  steps: [from: number, price_minor: string][];
};

/** All versions with their goods, the first one first; or one of them. Their papers are left where they are. */
export async function agreementVersionsOf(
  sql: Sql,
  agreement_id: string,
  only: number | null = null,
): Promise<AgreementVersion[]> {
  const which = `agreement_id = ? and (?::int is null or version = ?::int)`;
  return (await readVersions(sql, which, [agreement_id, only, only])).map((one) => one.version);
}

/** Agreement id -> its last version, with its goods; two queries for any number. */
export async function lastAgreementVersionsOf(
  sql: Sql,
  agreement_ids: readonly string[],
): Promise<Map<string, AgreementVersion>> {
  const which = `(agreement_id, version) in (select id, version from agreement where id = any(?))`;
  const found = await readVersions(sql, which, [[...agreement_ids]]);
  return new Map(found.map((one) => [one.agreement_id, one.version]));
}

async function readVersions(
  sql: Sql,
  which: string,
  bindings: readonly unknown[],
): Promise<{ agreement_id: string; version: AgreementVersion }[]> {
  const heads = await rows<VersionRow>(
    sql,
    `select agreement_id, version, by, person, from_day::text as from_day, to_day::text as to_day, minimum_packs, notice_days, shortfall, freight_minor,
       freight_bearer, freight_buyer_bp, freight_cap_bp, compensation_bp, compensation_cap_bp, terms, words, sha256, created_at
     from agreement_version where ${which} order by agreement_id, version`,
    bindings,
  );
  const lines = await rows<LineRow>(
    sql,
    `select l.agreement_id, l.version, l.product_id, l.variant_id, l.pool_id, l.title, l.pack, l.grade, l.unit, l.units_per_pack::float8 as units_per_pack, l.packs, l.share_bp,
       (select json_agg(json_build_array(s.from_packs, s.price_minor::text) order by s.from_packs) from agreement_step s
        where s.agreement_id = l.agreement_id and s.version = l.version and s.position = l.position) as steps
     from agreement_line l where ${which} order by l.agreement_id, l.version, l.position`,
    bindings,
  );
  const linesOf = groupBy(lines, versionKey);
  return heads.map(
    ({
      agreement_id,
      freight_minor,
      freight_bearer,
      freight_buyer_bp,
      freight_cap_bp,
      compensation_bp,
      compensation_cap_bp,
      ...head
    }) => ({
      agreement_id,
      version: {
        ...head,
        compensation: compensation_bp === null ? null : { bp: compensation_bp, cap_bp: compensation_cap_bp ?? 0 },
        freight_minor: BigInt(freight_minor),
        freight_term: freightTermOf(freight_bearer, freight_buyer_bp, freight_cap_bp),
        lines: (linesOf.get(versionKey({ agreement_id, version: head.version })) ?? []).map(lineOf),
      },
    }),
  );
}

const versionKey = (of: { agreement_id: string; version: number }) => `${of.agreement_id}/${of.version}`;

function lineOf({ agreement_id: _, version: __, steps, ...line }: LineRow): AgreementLine {
  return { ...line, steps: steps.map(([from, price_minor]) => ({ from, price_minor: BigInt(price_minor) })) };
}

export async function insertAgreementVersion_(
  tx: Transaction,
  at: { agreement_id: string; version: number; by: AgreementSide; person: string },
  draft: AgreementDraft,
  paper: AgreementPaper,
): Promise<void> {
  await rows(
    tx,
    `insert into agreement_version (agreement_id, version, by, person, from_day, to_day, minimum_packs, notice_days, shortfall, freight_minor,
       freight_bearer, freight_buyer_bp, freight_cap_bp, compensation_bp, compensation_cap_bp, terms, words, pdf, sha256, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)`,
    [
      at.agreement_id,
      at.version,
      at.by,
      at.person,
      draft.from_day,
      draft.to_day,
      draft.minimum_packs,
      draft.notice_days,
      draft.shortfall,
      String(draft.freight_minor),
      ...freightTermColumns(draft.freight_term),
      draft.compensation?.bp ?? null,
      draft.compensation?.cap_bp ?? null,
      JSON.stringify(draft.terms),
      draft.words,
      paper.pdf,
      paper.sha256,
      paper.written_at,
    ],
  );
  const lines = draft.lines.map((line, position) => ({ ...line, position }));
  await insertAll(
    tx,
    "agreement_line",
    [
      ["agreement_id", "text", () => at.agreement_id],
      ["version", "int", () => at.version],
      ...goodColumns<AgreementLine & { position: number }>(),
      ["share_bp", "int", (line) => line.share_bp ?? null],
    ],
    lines,
  );
  await insertAll(
    tx,
    "agreement_step",
    [
      ["agreement_id", "text", () => at.agreement_id],
      ["version", "int", () => at.version],
      ["position", "int", (step) => step.position],
      ["from_packs", "int", (step) => step.from],
      ["price_minor", "bigint", (step) => step.price_minor],
    ],
    lines.flatMap(({ position, steps }) => steps.map((step) => ({ ...step, position }))),
  );
}

export function signaturesOf(sql: Sql, agreement_id: string): Promise<AgreementSignature[]> {
  return rows(
    sql,
    `select version, side, person, person_key, name, sha256, signed_at from agreement_signature where agreement_id = ? order by signed_at, side`,
    [agreement_id],
  );
}

interface Done {
  by: AgreementSide | "system";
  person: string | null;
  act: string;
  words?: string;
}

export function agreementEvent_(
  tx: Transaction,
  agreement_id: string,
  { version, ...done }: Done & { version: number },
): Promise<void> {
  return agreementEventOnAll_(tx, [{ id: agreement_id, version }], done);
}

/** The same line in the log of each, in one statement for any number. */
export function agreementEventOnAll_(
  tx: Transaction,
  agreements: readonly Pick<Agreement, "id" | "version">[],
  done: Done,
): Promise<void> {
  return insertAll(
    tx,
    "agreement_event",
    [
      ["id", "text", () => newId("aevent")],
      ["agreement_id", "text", (one) => one.id],
      ["by", "text", () => done.by],
      ["person", "text", () => done.person],
      ["act", "text", () => done.act],
      ["version", "int", (one) => one.version],
      ["words", "text", () => done.words ?? ""],
    ],
    agreements,
  );
}

export function agreementEventsOf(sql: Sql, agreement_id: string): Promise<AgreementEvent[]> {
  return rows(
    sql,
    `select at, by, person, act, version, words from agreement_event where agreement_id = ? order by at desc, id desc limit 100`,
    [agreement_id],
  );
}

/**
 * How far the call-offs are, from their quotes and the orders that these led to: nothing else counts what is drawn. An order of a company is
 * `placed` until it was not paid in time or was cancelled, and never again after.
 */
export const CALLED = `
  select c.agreement_id, c.version, c.quote_id, c.called_at, q.number, q.wanted_on,
    case when q.ended_at is null then case when q.state = 'requested' or q.goods_gone_at is not null then 'waiting' else 'kept' end
         when q.state = 'accepted' and o.id is not null then case when o.order_id is null then 'accepted' else 'ordered' end
         else 'gone' end as stage
  from agreement_call_off c join quote q on q.id = c.quote_id left join company_order o on o.quote_id = q.id and o.state = 'placed'`;

const packsIn = (stage: string) => `coalesce(sum(l.packs) filter (where d.stage = '${stage}'), 0)::float8 as ${stage}`;

/** Packs of each good of these agreements by how far their call-offs are. */
export async function drawnOf(sql: Sql, agreement_ids: readonly string[]): Promise<Map<string, DrawnPacks[]>> {
  const found = await rows<DrawnPacks & { agreement_id: string }>(
    sql,
    `select d.agreement_id, l.variant_id, ${["waiting", "kept", "accepted", "ordered"].map(packsIn).join(", ")}
     from (${CALLED} where c.agreement_id = any(?)) d join agreement_call_off_line l on l.quote_id = d.quote_id group by 1, 2`,
    [[...agreement_ids]],
  );
  const all = new Map<string, DrawnPacks[]>();
  for (const { agreement_id, ...one } of found) all.set(agreement_id, [...(all.get(agreement_id) ?? []), one]);
  return all;
}

/** The newest first. */
export function callOffsOf(sql: Sql, agreement_id: string, limit: number): Promise<CallOff[]> {
  return rows(
    sql,
    `select d.quote_id, d.number, d.stage, d.wanted_on::text as wanted_on, d.called_at,
       (select json_agg(json_build_object('variant_id', l.variant_id, 'packs', l.packs) order by l.variant_id)
        from agreement_call_off_line l where l.quote_id = d.quote_id) as packs,
       case when d.stage <> 'waiting' then null when exists (
         select from agreement_call_off_line cl join agreement_line al on al.agreement_id = d.agreement_id and al.version = d.version
           and al.variant_id = cl.variant_id and al.share_bp is not null
         where cl.quote_id = d.quote_id and not exists (
           select from agreement_call_off_price p where p.quote_id = cl.quote_id and p.variant_id = cl.variant_id)) then 'price' else 'goods' end as waits_for
     from (${CALLED} where c.agreement_id = ?) d order by d.called_at desc, d.quote_id limit ?`,
    [agreement_id, limit],
  );
}

/** What active agreements commit of these pools, or of all of a cooperative; base units. */
export function commitmentsOf(
  sql: Sql,
  of: { pool_ids: readonly string[] } | { cooperative_id: string },
): Promise<PoolCommitment[]> {
  const [where, binding] =
    "pool_ids" in of ? ["l.pool_id = any(?)", [...of.pool_ids]] : ["a.cooperative_id = ?", of.cooperative_id];
  return rows(
    sql,
    `select a.id as agreement_id, a.number, c.name as company, l.pool_id, (array_agg(l.title order by l.position))[1] as title, min(l.unit) as unit,
       sum(l.packs * l.units_per_pack)::float8 as committed_units, coalesce(sum(k.packs * l.units_per_pack), 0)::float8 as kept_units
     from agreement a join company c on c.id = a.company_id
     join agreement_line l on l.agreement_id = a.id and l.version = a.version
     left join lateral (
       select sum(cl.packs) as packs from (${CALLED} where c.agreement_id = a.id) d
       join agreement_call_off_line cl on cl.quote_id = d.quote_id and cl.variant_id = l.variant_id
       where d.stage in ('kept', 'accepted', 'ordered')) k on true
     where a.state = 'active' and ${where} group by a.id, c.name, l.pool_id order by l.pool_id, a.created_at, a.id`,
    [binding],
  );
}
