import { defineRouteConfig } from "@medusajs/admin-sdk";
import { useState, type FormEvent } from "react";
import { useOutsideRefunds, type SharedRefund } from "../../lib/use-outside-refunds";
import { isChinese, say } from "../../lib/words";

/** Refunds made at the processor of orders with goods of several cooperatives: the operator says which lines they were of. */
const OutsideRefundsPage = () => {
  const { state, refunds, more, problem, booked, book } = useOutsideRefunds();
  return (
    <section className="shadow-elevation-card-rest bg-ui-bg-base w-full rounded-lg p-0">
      <header className="px-6 py-4">
        <h1 className="font-sans font-medium h1-core">
          {say({ zh: "在支付平台直接退的款", en: "Refunds made at the processor" })}
        </h1>
        <p className="text-ui-fg-subtle txt-small">
          {say({
            zh: "买家已经收到这些钱，订单里有几家合作社的货。请先和合作社商定，再写每行货退了多少：各家承担自己的，各家的操作记录里都会写明。",
            en: "The buyer has this money, and the order has goods of several cooperatives. Agree with them first, then say how much of each line was refunded: each bears its own, and reads it in its record of acts.",
          })}
        </p>
      </header>
      {state === "failed" ? (
        <p role="alert" className="px-6 py-4 txt-small">
          {say({
            zh: "没有读到。请刷新页面再试；什么都没有改。",
            en: "This could not be read. Load the page again; nothing was changed.",
          })}
        </p>
      ) : null}
      {state === "loading" ? (
        <p role="status" className="px-6 py-4 txt-small">
          {say({ zh: "正在读…", en: "Loading…" })}
        </p>
      ) : null}
      {booked ? (
        <p role="status" className="px-6 py-4 txt-small">
          {say({ zh: "✓ 已入账。", en: "✓ Booked." })}
        </p>
      ) : null}
      {state === "there" && refunds.length === 0 ? (
        <p className="px-6 py-4 txt-small">{say({ zh: "没有等着处理的。", en: "None waits." })}</p>
      ) : null}
      {refunds.map((refund) => (
        <RefundForm
          key={refund.id}
          refund={refund}
          problem={problem?.of === refund.id ? problem.text : null}
          book={book}
        />
      ))}
      {more ? (
        <p className="px-6 py-4">
          <button type="button" className="txt-small underline" onClick={more}>
            {say({ zh: "更早的", en: "Older ones" })}
          </button>
        </p>
      ) : null}
    </section>
  );
};
export default OutsideRefundsPage;

export const config = defineRouteConfig({ label: "outsideRefunds", translationNs: "commonlot" });

const FIELD = "border rounded-md px-2 py-1 txt-small bg-ui-bg-field tabular-nums";

function RefundForm({
  refund,
  problem,
  book,
}: {
  refund: SharedRefund;
  problem: string | null;
  book: (id: string, body: object) => void;
}) {
  const [typed, type] = useState<Record<string, string>>({});
  const [words, write] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const lines = refund.lines.flatMap((line) => {
      const text = (typed[line.order_line_id] ?? "").trim();
      return text === "" ? [] : [{ order_line_id: line.order_line_id, amount_minor: minorOf(text, refund.currency) }];
    });
    const sum = lines.reduce((total, line) => total + (line.amount_minor ?? NaN), 0);
    if (sum !== refund.amount_minor) {
      setWrong(
        say({
          zh: `各行加起来要正好是 ${money(refund.amount_minor, refund.currency)}。什么都没有改。`,
          en: `The lines must come to ${money(refund.amount_minor, refund.currency)} together. Nothing was changed.`,
        }),
      );
      return;
    }
    setWrong(null);
    book(refund.id, { lines, words });
  };
  const said = wrong ?? problem;
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 border-t px-6 py-4 txt-small" noValidate>
      <h2 className="h2-core">
        {money(refund.amount_minor, refund.currency)} ·{" "}
        {say({ zh: `订单 ${refund.order_number ?? ""}`, en: `order ${refund.order_number ?? ""}` })} ·{" "}
        {say({ zh: `${refund.age_days} 天前`, en: `${refund.age_days} days ago` })}
      </h2>
      {refund.lines.map((line, at) => {
        const field = `line-${refund.id}-${at}`;
        return (
          <p key={line.order_line_id}>
            <label htmlFor={field}>
              {say(line.cooperative ?? { zh: "合作社", en: "cooperative" })},{" "}
              {say({
                zh: `第 ${at + 1} 行，最多 ${money(line.left_minor, refund.currency)}，退了（${refund.currency}）`,
                en: `line ${at + 1}, at most ${money(line.left_minor, refund.currency)}, refunded (${refund.currency})`,
              })}
            </label>{" "}
            <input
              id={field}
              className={FIELD}
              inputMode="decimal"
              value={typed[line.order_line_id] ?? ""}
              aria-invalid={said !== null}
              onChange={(e) => type({ ...typed, [line.order_line_id]: e.target.value })}
            />
          </p>
        );
      })}
      <label htmlFor={`words-${refund.id}`}>{say({ zh: "和谁商定的、为什么", en: "Agreed with whom, and why" })}</label>
      <input
        id={`words-${refund.id}`}
        className={FIELD}
        value={words}
        maxLength={500}
        onChange={(e) => write(e.target.value)}
      />
      {said === null ? null : (
        <p role="alert" className="text-ui-fg-error">
          {said}
        </p>
      )}
      <button className="self-start rounded-md border px-3 py-2">
        {say({
          zh: `把 ${money(refund.amount_minor, refund.currency)} 入账`,
          en: `Book ${money(refund.amount_minor, refund.currency)}`,
        })}
      </button>
    </form>
  );
}

function digitsOf(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

function money(amount_minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const locale = isChinese() ? "zh-CN" : "en";
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount_minor / 10 ** digits);
}

/** What was typed, in minor units; NaN for what is no amount. */
function minorOf(text: string, currency: string): number {
  const digits = digitsOf(currency);
  const found = /^(\d{1,10})(?:\.(\d+))?$/.exec(text.normalize("NFKC"));
  const fraction = found?.[2] ?? "";
  if (!found || fraction.length > digits) return NaN;
  return Number(found[1]) * 10 ** digits + Number(fraction.padEnd(digits, "0") || "0");
}
