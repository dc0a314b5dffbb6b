import { atKey, placeOf } from "../../../lib/keyset";
import { rows, type Sql } from "../../../lib/sql";
import { AGREEMENT_COLUMNS } from "./agreement-rows";
import type { Agreement } from "./agreement-types";
import type { QuoteActor } from "../quotes/quote-types";

export interface ListedAgreement extends Agreement {
  company: string;
  from_day: string;
  to_day: string;
  committed_packs: number;
  drawn_packs: number;
  /** Of its last version, by whom. */
  signed: string[];
  at_key: string;
}

export interface AgreementPage {
  open: boolean;
  cursor?: string | undefined;
  limit: number;
}

/** Newest first, of one side; `open`: those that are proposed or active. */
export function agreementsOf(sql: Sql, by: QuoteActor, input: AgreementPage): Promise<ListedAgreement[]> {
  const place = placeOf(input.cursor);
  const [column, whose] = by.side === "buyer" ? ["company_id", by.company_id] : ["cooperative_id", by.cooperative_id];
  return rows<ListedAgreement>(
    sql,
    `select ${AGREEMENT_COLUMNS.split(", ")
      .map((name) => `a.${name}`)
      .join(
        ", ",
      )}, (select c.name from company c where c.id = a.company_id) as company, v.from_day::text as from_day, v.to_day::text as to_day,
         (select sum(l.packs) from agreement_line l where l.agreement_id = a.id and l.version = a.version)::float8 as committed_packs,
         coalesce((select sum(l.packs) from agreement_call_off c join quote q on q.id = c.quote_id join agreement_call_off_line l on l.quote_id = q.id
            where c.agreement_id = a.id and (q.ended_at is null or q.state = 'accepted'
              and exists (select from company_order o where o.quote_id = q.id and o.state = 'placed'))), 0)::float8 as drawn_packs,
         array(select s.side from agreement_signature s where s.agreement_id = a.id and s.version = a.version order by s.side) as signed,
         ${atKey("a.created_at")}
       from (select * from agreement where ${column} = ? and (not ?::boolean or ended_at is null) and (created_at, id) < (?::timestamptz, ?)
             order by created_at desc, id desc limit ?) a
       join agreement_version v on v.agreement_id = a.id and v.version = a.version order by a.created_at desc, a.id desc`,
    [whose, input.open, place.at, place.id, input.limit],
  );
}

export interface KnownCompany {
  id: string;
  name: string;
  currency: string;
}

/** Companies that a cooperative may propose an agreement to: let in, and they asked it to let them in or for a quote. `only`: this one. */
export function companiesKnownTo(
  sql: Sql,
  cooperative_id: string,
  { only = null, limit }: { only?: string | null; limit: number },
): Promise<KnownCompany[]> {
  return rows(
    sql,
    `select id, name, currency from company c where state = 'approved' and (?::text is null or id = ?::text) and (cooperative_id = ?
         or exists (select from quote q where q.company_id = c.id and q.cooperative_id = ?)
         or exists (select from agreement a where a.company_id = c.id and a.cooperative_id = ?))
       order by name, id limit ?`,
    [only, only, cooperative_id, cooperative_id, cooperative_id, limit],
  );
}
