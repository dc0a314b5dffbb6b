import type { ReactNode } from "react";
import { Older } from "./Older";

export interface Column<Row> {
  /** What the column holds, in the reader's language. */
  readonly head: string;
  readonly of: (row: Row) => ReactNode;
  /** Figures stand to the right. */
  readonly num?: true;
  /** The column that names the row, for a reader of screens. */
  readonly name?: true;
}

/**
 * A table of records with its way to older ones. Without records it is the sentence `none`, never a head over nothing.
 * On a phone each record is a block, its name first and every figure after its head, so that nothing hides at the side; the
 * roles are written out, since a browser forgets them where a table is not laid out as one.
 */
export function List<Row extends { readonly id: string }>({
  label,
  rows,
  columns,
  none,
  older,
  more,
}: {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  none: string;
  /** Where the records before these are, when there are any. */
  older?: string | null;
  /** Where the list goes on, when it is in no order of time. */
  more?: string | null;
}) {
  return (
    <>
      {rows.length === 0 ? (
        <p className="panel">{none}</p>
      ) : (
        <div className="scroll-x list" tabIndex={0} role="region" aria-label={label}>
          <table role="table">
            <thead role="rowgroup">
              <tr role="row">
                {columns.map((column) => (
                  <th key={column.head} scope="col" role="columnheader" className={column.num ? "num" : undefined}>
                    {column.head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody role="rowgroup">
              {rows.map((row) => (
                <tr key={row.id} role="row">
                  {columns.map((column) =>
                    column.name ? (
                      <th key={column.head} scope="row" role="rowheader">
                        {column.of(row)}
                      </th>
                    ) : (
                      <td
                        key={column.head}
                        role="cell"
                        data-head={column.head}
                        className={column.num ? "num" : undefined}
                      >
                        {column.of(row)}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Older href={older ?? null} />
      <Older href={more ?? null} word="more" />
    </>
  );
}
