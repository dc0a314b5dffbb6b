import type { ReactNode } from "react";
import type { Rows } from "./use-rows";
import { say, type Words } from "./words";

/** A box of Medusa Admin with a table in it, and what to say when there is none or no answer. */
export function Panel<T>({
  title,
  note,
  columns,
  rows,
  none,
  children,
}: {
  title: Words;
  note: Words;
  columns: readonly { name: Words; number?: boolean }[];
  rows: Rows<T>;
  none: Words;
  children: (row: T) => ReactNode;
}) {
  return (
    <section className="shadow-elevation-card-rest bg-ui-bg-base w-full rounded-lg p-0">
      <header className="px-6 py-4">
        <h2 className="font-sans font-medium h2-core">{say(title)}</h2>
        <p className="text-ui-fg-subtle txt-small">{say(note)}</p>
      </header>
      {rows.state === "failed" ? (
        <p role="alert" className="px-6 py-4 txt-small">
          {say({
            zh: "没有读到。请刷新页面再试；什么都没有改。",
            en: "This could not be read. Load the page again; nothing was changed.",
          })}
        </p>
      ) : null}
      {rows.state === "loading" ? (
        <p role="status" className="px-6 py-4 txt-small">
          {say({ zh: "正在读…", en: "Loading…" })}
        </p>
      ) : null}
      {rows.state === "there" && rows.rows.length === 0 ? <p className="px-6 py-4 txt-small">{say(none)}</p> : null}
      {rows.rows.length > 0 ? (
        <div className="overflow-x-auto border-t" tabIndex={0} role="region" aria-label={say(title)}>
          <table className="w-full txt-small">
            <thead>
              <tr className="text-ui-fg-subtle border-b">
                {columns.map((column) => (
                  <th
                    key={column.name.en}
                    scope="col"
                    className={`px-6 py-2 font-medium ${column.number ? "text-right" : "text-left"}`}
                  >
                    {say(column.name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{rows.rows.map((row) => children(row))}</tbody>
          </table>
        </div>
      ) : null}
      {rows.more ? (
        <p className="px-6 py-4">
          <button type="button" className="text-ui-fg-interactive txt-small underline" onClick={rows.more}>
            {say({ zh: "后面的", en: "More" })}
          </button>
        </p>
      ) : null}
    </section>
  );
}

export function Cell({ children, number = false }: { children: ReactNode; number?: boolean }) {
  return (
    <td className={`px-6 py-2 align-top ${number ? "whitespace-nowrap text-right tabular-nums" : "text-left"}`}>
      {children}
    </td>
  );
}
