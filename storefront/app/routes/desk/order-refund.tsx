import { randomUUID } from "node:crypto";
import { Fragment } from "react";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { orderToRefundSchema, refusedMoney } from "../../features/settlement/data.server";
import { Input, ProblemSummary, TextArea, type Problem } from "../../features/ui/Field";
import { amountWrong, text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { exampleAmount, minorTyped } from "../../lib/money.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/order-refund";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { order } = await desk.read(`/desk/orders/${encodeURIComponent(params.id)}/refunds`, orderToRefundSchema);
  const done = new URL(request.url).searchParams.get("done");
  return { order, done, key: randomUUID(), title: say(path)("orderRefund.title", { number: order.number ?? "" }) };
}

const refundedSchema = z.object({ refund: z.object({ id: z.string() }) });

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const t = say(path);
  const problems: Problem[] = [];
  const lines: { order_line_id: string; amount_minor: number }[] = [];
  const currencyOf = (id: string) => text(form, `currency:${id}`);
  const noAmount = (id: string): Problem => {
    const [field, currency] = [`amount:${id}`, currencyOf(id)];
    const otherwise = t("clawbacks.problems.amount", { example: exampleAmount(currency) });
    return { field, text: amountWrong(path, text(form, field), currency, otherwise) };
  };
  for (const [name, value] of form.entries()) {
    if (!name.startsWith("amount:") || typeof value !== "string" || value.trim() === "") continue;
    const order_line_id = name.slice("amount:".length);
    const amount_minor = minorTyped(value, currencyOf(order_line_id));
    if (amount_minor === null) problems.push(noAmount(order_line_id));
    else if (amount_minor > 0) lines.push({ order_line_id, amount_minor });
  }
  const [first = ""] = [...form.keys()].filter((name) => name.startsWith("amount:"));
  if (problems.length === 0 && lines.length === 0) problems.push(noAmount(first.slice("amount:".length)));
  const words = text(form, "words");
  if (words.length < 2) problems.push({ field: "words", text: t("clawbacks.problems.words") });
  if (problems.length > 0) return data({ problems, typed: typed(form), repeat: false }, { status: 400 });
  const answer = await desk.call(`/desk/orders/${encodeURIComponent(params.id)}/refunds`, refundedSchema, {
    body: {
      lines,
      words,
      idempotency_key: text(form, "idempotency_key"),
      ...(text(form, "once_more") === "yes" ? { once_more: true } : {}),
    },
  });
  if (answer.ok) return redirect(`/${path}/desk/orders/${params.id}/refund?done=${answer.value.refund.id}`);
  const repeat = answer.refusal.code === "looks_like_a_repeat";
  return data(
    { problems: refusedMoney(path, answer.refusal, repeat ? "once_more" : first), typed: typed(form), repeat },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** Money back of an order that is divided: so much of each line, and why. */
export default function OrderRefundPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("orderRefund");
  const f = useFormats();
  const path = usePath();
  const { order, key, title } = loaderData;
  const done = actionData ? undefined : order.refunds.find((one) => one.id === loaderData.done);
  const was: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/desk/disputes`}>{t("back")}</a>
      </p>
      <h1>{title}</h1>
      <p>{t("lead")}</p>
      <ProblemSummary problems={problems} />
      {done ? (
        <p className="note good" role="status">
          {t("done", { amount: f.moneyInWords(done.amount_minor, done.currency) })}
        </p>
      ) : null}
      {order.divided ? (
        <form method="post" className="stack" noValidate>
          <input type="hidden" name="idempotency_key" value={was.idempotency_key ?? key} />
          {order.lines.map((line) => (
            <Fragment key={line.order_line_id}>
              <input type="hidden" name={`currency:${line.order_line_id}`} value={line.currency} />
              <Input
                name={`amount:${line.order_line_id}`}
                label={line.title}
                hint={t("left", { amount: f.moneyInWords(line.left_minor, line.currency) })}
                inputMode="decimal"
                defaultValue={was[`amount:${line.order_line_id}`]}
                problems={problems}
              />
            </Fragment>
          ))}
          <TextArea
            name="words"
            label={t("words")}
            rows={2}
            maxLength={500}
            defaultValue={was.words}
            problems={problems}
          />
          {actionData?.repeat ? (
            <label className="check" htmlFor="once_more">
              <input type="checkbox" id="once_more" name="once_more" value="yes" /> {t("onceMore")}
            </label>
          ) : null}
          <button className="button">{t("send")}</button>
        </form>
      ) : (
        <p className="panel">{t("notDivided")}</p>
      )}
      {order.refunds.length === 0 ? null : (
        <section className="stack-s">
          <h2>{t("before")}</h2>
          <ul className="plain stack-s">
            {order.refunds.map((one) => (
              <li key={one.id} className="panel">
                <strong>{f.money(one.amount_minor, one.currency)}</strong>{" "}
                {t("by", { person: one.person, at: f.time(one.at), words: one.words })}{" "}
                {t(one.state === "created" ? "sent" : one.state === "failed" ? "failed" : "waits")}
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}
