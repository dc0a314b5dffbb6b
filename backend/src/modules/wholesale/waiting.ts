import { row, type Sql } from "../../lib/sql";

/** What waits for the managers of a cooperative. */
export interface WholesaleTasks {
  /** Companies that ask to be let in. */
  companies: number;
  /** Quotes that the cooperative answers next: none that is being accepted, or waits for an approver of its company. */
  quotes: number;
  /** Agreements whose last version the cooperative has not signed. */
  agreements: number;
}

export async function waitingFor(sql: Sql, cooperative_id: string): Promise<WholesaleTasks> {
  const found = await row<WholesaleTasks>(
    sql,
    `select (select count(*)::int from company where cooperative_id = ? and state = 'registered') as companies,
       (select count(*)::int from quote q where q.cooperative_id = ? and q.ended_at is null and q.accepting_at is null and q.state in ('requested', 'countered')
          and q.expires_at > now() and not exists (select 1 from company_order o where o.quote_id = q.id and o.state = 'awaiting_approval')) as quotes,
       (select count(*)::int from agreement a where a.cooperative_id = ? and a.state = 'proposed' and a.ended_at is null
          and not exists (select 1 from agreement_signature s where s.agreement_id = a.id and s.version = a.version and s.side = 'seller')) as agreements`,
    [cooperative_id, cooperative_id, cooperative_id],
  );
  return found ?? { companies: 0, quotes: 0, agreements: 0 };
}
