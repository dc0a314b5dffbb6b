import { useState, type ReactNode } from "react";
import { send } from "./use-answer";
import { isChinese, say, type Words } from "./words";

export const FIELD = "border rounded-md px-2 py-1 txt-small bg-ui-bg-field";
export const BUTTON = "whitespace-nowrap rounded-md border px-3 py-2 txt-small";

/** A box of an operator's page with something else than a table of rows in it. */
export function Box({ title, note, children }: { title: Words; note?: Words; children: ReactNode }) {
  return (
    <section className="shadow-elevation-card-rest bg-ui-bg-base w-full rounded-lg p-0">
      <header className="px-6 py-4">
        <h1 className="font-sans font-medium h1-core">{say(title)}</h1>
        {note ? <p className="text-ui-fg-subtle txt-small">{say(note)}</p> : null}
      </header>
      <div className="border-t px-6 py-4 txt-small">{children}</div>
    </section>
  );
}

export function Waiting({ state }: { state: "loading" | "there" | "failed" }) {
  if (state === "loading") return <p role="status">{say({ zh: "正在读…", en: "Loading…" })}</p>;
  if (state === "there") return null;
  return (
    <p role="alert">
      {say({
        zh: "没有读到。请刷新页面再试；什么都没有改。",
        en: "This could not be read. Load the page again; nothing was changed.",
      })}
    </p>
  );
}

/** One press that sends something: what was refused stands beside it. */
export function Press({
  path,
  body,
  words,
  wrong = null,
  done,
}: {
  path: string;
  body?: object;
  words: Words;
  /** What is wrong with what was typed: said at the press, and nothing is sent. */
  wrong?: Words | null;
  done: () => void;
}) {
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const press = async (): Promise<void> => {
    if (wrong !== null) {
      setSaid(say(wrong));
      return;
    }
    setBusy(true);
    const refused = await send(path, body);
    setBusy(false);
    setSaid(refused);
    if (refused === null) done();
  };
  return (
    <>
      <button type="button" className={BUTTON} disabled={busy} onClick={() => void press()}>
        {say(words)}
      </button>
      {said === null ? null : (
        <p role="alert" className="text-ui-fg-error">
          {said}
        </p>
      )}
    </>
  );
}

/** Minor units of a currency, always with its decimals. */
export function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(isChinese() ? "zh-CN" : "en", { style: "currency", currency });
  // "Less nothing" is nothing, and not a minus zero.
  return format.format((minor || 0) / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export function moment(iso: string | null): string {
  if (iso === null) return "–";
  return new Intl.DateTimeFormat(isChinese() ? "zh-CN" : "en", { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(iso),
  );
}

/** A state by sign and word. */
export function State({ sign, words }: { sign: string; words: Words }) {
  return (
    <span className="whitespace-nowrap">
      <span aria-hidden="true">{sign} </span>
      {say(words)}
    </span>
  );
}
