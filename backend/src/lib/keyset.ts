/**
 * A place in a list that is sorted by (at, id), newest first: microseconds, since several rows share a millisecond and a
 * page must neither skip nor repeat one. As text: `2026-11-25T08:00:00.123456Z~mov_…`.
 */
export interface Place {
  at: string;
  id: string;
}

const SHAPE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z)~([A-Za-z0-9_.:-]{1,128})$/;
/** What a validator may ask of a cursor. Older pages sent only the moment: they still mean "before it". */
export const CURSOR_SHAPE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z(?:~[A-Za-z0-9_.:-]{1,128})?$/;

/** The column of a moment with its microseconds, for a select list that a cursor is made of. */
export function atKey(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at_key`;
}

/** The cursor after the last row of a full page; null when the page was not full. */
export function nextCursor(page: readonly { at_key: string; id: string }[], limit: number): string | null {
  const last = page.at(-1);
  return last && page.length === limit ? `${last.at_key}~${last.id}` : null;
}

/** Where a page begins, for `(at, id) < (?::timestamptz, ?)`: with no cursor, before the end of time. */
export function placeOf(cursor: string | undefined): Place {
  if (cursor === undefined) return { at: "infinity", id: "" };
  const match = SHAPE.exec(cursor);
  return match ? { at: match[1] ?? "infinity", id: match[2] ?? "" } : { at: cursor, id: "" };
}
