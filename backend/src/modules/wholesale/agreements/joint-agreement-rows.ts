import { row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { AGREEMENT_COLUMNS, drawnOf, lastAgreementVersionsOf } from "./agreement-rows";
import type { Agreement, AgreementVersion } from "./agreement-types";
import type { JointAgreement, JointAgreementPartRow } from "./joint-agreement-types";

// What several parts read and write of agreements of several cooperatives, set-based: one has up to twenty.

export const JOINT_AGREEMENT_COLUMNS = `id, number, company_id, asked_by, currency, product_id, variant_id, title, pack, grade, unit,
  units_per_pack::float8 as units_per_pack, packs, from_day::text as from_day, to_day::text as to_day, created_at`;

export function findJointAgreement(sql: Sql, id: string): Promise<JointAgreement | undefined> {
  return row<JointAgreement>(sql, `select ${JOINT_AGREEMENT_COLUMNS} from joint_agreement where id = ?`, [id]);
}

/** Those of its agreements that are named, under their locks, taken in the order of their ids by whoever needs several. */
export function lockAgreements_(tx: Transaction, joint_id: string, ids: readonly string[]): Promise<Agreement[]> {
  return rows<Agreement>(
    tx,
    `select ${AGREEMENT_COLUMNS} from agreement where joint_agreement_id = ? and id = any(?) order by id for update`,
    [joint_id, [...ids]],
  );
}

/** The agreements of these joint agreements as they stand, in the order of their ids; a handful of queries for any number. */
export async function partsOf(
  sql: Sql,
  joint_ids: readonly string[],
): Promise<(JointAgreementPartRow & { joint_agreement_id: string })[]> {
  const found = await rows<Agreement & { signed: string[]; joint_agreement_id: string }>(
    sql,
    `select ${AGREEMENT_COLUMNS}, array(select s.side from agreement_signature s
       where s.agreement_id = agreement.id and s.version = agreement.version order by s.side) as signed
     from agreement where joint_agreement_id = any(?) order by id`,
    [[...joint_ids]],
  );
  const ids = found.map((one) => one.id);
  const [versions, drawn] = await Promise.all([lastAgreementVersionsOf(sql, ids), drawnOf(sql, ids)]);
  return found.map(({ signed, ...agreement }) => ({
    joint_agreement_id: agreement.joint_agreement_id,
    agreement,
    version: versionIn(versions, agreement),
    signed,
    drawn: drawn.get(agreement.id) ?? [],
  }));
}

export function versionIn(versions: ReadonlyMap<string, AgreementVersion>, agreement: Agreement): AgreementVersion {
  const version = versions.get(agreement.id);
  if (!version) throw new Error(`agreement ${agreement.id} has no version ${agreement.version}`);
  return version;
}
