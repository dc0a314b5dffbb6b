import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { meSchema } from "../../features/desk/data.server";
import { memberEntryTyped, refusedPatronage } from "../../features/patronage/data.server";
import { Membership } from "../../features/patronage/Membership";
import { MEMBER_KINDS } from "../../features/patronage/words";
import { deskMemberAccountSchema } from "../../features/statement/data.server";
import { MemberYears } from "../../features/statement/MemberYears";
import { Input, ProblemSummary, Select } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/member-account";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  const [account, me] = await Promise.all([
    desk.read(`/desk/households/${encodeURIComponent(params.id)}/member-account`, deskMemberAccountSchema),
    desk.read("/desk/me", meSchema),
  ]);
  return { ...account, currency: me.cooperative.currency, key: randomUUID() };
}

/** Writes that the household joined, left, paid in or was paid back. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const { problems, body } = memberEntryTyped(path, form, text(form, "currency"));
  if (problems.length > 0) return data({ problems, typed: typed(form) }, { status: 400 });
  const at = `/desk/households/${encodeURIComponent(params.id)}/member-entries`;
  const answer = await desk.call(at, z.unknown(), { body });
  if (answer.ok) return redirect(`/${path}/desk/households/${params.id}/member`);
  const field = answer.refusal.code === "shares_not_there" ? "amount" : "kind";
  return data(
    { problems: refusedPatronage(path, answer.refusal, field), typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.household.name ?? ""} · Commonlot` },
];

export default function DeskMemberAccount({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("statement.member");
  const m = useTranslations("patronage.member");
  const path = usePath();
  const { household, years, currency, key } = loaderData;
  const problems = actionData?.problems;
  const was: Record<string, string> = actionData?.typed ?? {};
  return (
    <div className="stack narrow">
      <p>
        <a href={`/${path}/desk/households/${household.id}`}>{household.name}</a>
      </p>
      <h1>{t("of", { name: household.name, card: household.card_number })}</h1>
      <ProblemSummary problems={problems} />
      <Membership account={loaderData} />
      <details className="panel" open={problems !== undefined}>
        <summary>{m("add")}</summary>
        <form method="post" className="stack" noValidate>
          <p className="note">{m("ledgerNote")}</p>
          <input type="hidden" name="currency" value={currency} />
          <input type="hidden" name="idempotency_key" value={was.idempotency_key ?? key} />
          <Select name="kind" label={m("kind")} defaultValue={was.kind ?? "paid_in"} problems={problems}>
            {MEMBER_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {m(`kinds.${kind}`)}
              </option>
            ))}
          </Select>
          <Input
            name="amount"
            label={m("amountIf", { currency })}
            inputMode="decimal"
            defaultValue={was.amount}
            problems={problems}
          />
          <Input name="on_day" label={m("onDay")} type="date" defaultValue={was.on_day} problems={problems} />
          <Input name="words" label={m("words")} maxLength={500} defaultValue={was.words} problems={problems} />
          <button className="button second">{m("write")}</button>
        </form>
      </details>
      <MemberYears years={years} />
    </div>
  );
}
