/** One thing that somebody did at a cooperative, as its record says it; read from where it was written, never written twice. */
export interface Activity {
  id: string;
  at_key: string;
  /** What was done, as a code that the pages put into words. */
  act: string;
  /** The id of a member or secretary, a person's name as it was kept, or `system`. */
  person: string;
  /** What it was done to: the number or name people know it by, and the page it has at the desk, as `lots/lot_…`. */
  subject: string;
  page: string | null;
  /** What the person wrote beside it. */
  words: string;
}

/** Newest first before a place in the list, one room's part of a page. */
export interface ActivityPage {
  cooperative_id: string;
  before: { at: string; id: string };
  limit: number;
}

interface Branch {
  /** The table and its joins, with `cooperative` the column that says whose it is. */
  from: string;
  cooperative: string;
  at: string;
  id: string;
  act: string;
  person: string;
  subject: string;
  page: string;
  words: string;
  where?: string;
}

/**
 * One statement over several tables that each keep who did what and when: every branch reads no more than a page by its
 * own index. Bindings of one branch, in their order: cooperative, at, id, limit; then the limit of all.
 */
export function activityOf(branches: readonly Branch[], { cooperative_id, before, limit }: ActivityPage) {
  const part = (
    b: Branch,
  ) => `(select ${b.id} as id, ${b.at} as at, ${b.act} as act, ${b.person} as person, ${b.subject} as subject,
      ${b.page} as page, ${b.words} as words from ${b.from}
    where ${b.cooperative} = ? and (${b.at}, ${b.id}) < (?::timestamptz, ?)${b.where ? ` and ${b.where}` : ""}
    order by ${b.at} desc, ${b.id} desc limit ?)`;
  return {
    statement: `select id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at_key, act, person, subject, page, words
      from (${branches.map(part).join(" union all ")}) as all_acts order by at desc, id desc limit ?`,
    bindings: [...branches.flatMap(() => [cooperative_id, before.at, before.id, limit]), limit],
  };
}
