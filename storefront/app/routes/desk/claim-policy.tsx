import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { claimPolicySchema, refused } from "../../features/claims/data.server";
import { carriersTyped } from "../../features/claims/policy.server";
import { carriersSchema } from "../../features/shipping/data.server";
import { Input, ProblemSummary, TextArea, type Problem } from "../../features/ui/Field";
import { amountWrong, text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { exampleAmount, majorText } from "../../lib/money.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/claim-policy";
import { today } from "../../lib/today.server";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [found, { carriers }] = await Promise.all([
    desk.read("/desk/claim-policy", claimPolicySchema),
    desk.read("/desk/carriers", carriersSchema),
  ]);
  const used = carriers.filter((one) => one.active).map((one) => ({ code: one.code, name: one[path] }));
  const limits: Record<string, string> = {};
  for (const { carrier, limit_minor } of found.in_force.carriers)
    if (limit_minor !== null) limits[carrier] = majorText(limit_minor, found.currency);
  return {
    ...found,
    limits,
    carriers: used,
    today: today(),
    title: say(path)("claims.policy.title"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const t = say(path);
  if (form.has("policy_id")) {
    const at = `/desk/claim-policy/${encodeURIComponent(text(form, "policy_id"))}/decision`;
    const answer = await desk.call(at, z.unknown(), { body: { decision: text(form, "decision") } });
    if (answer.ok) return redirect(`/${path}/desk/claim-policy`);
    return data(
      { problems: refused(path, answer.refusal, "decision"), typed: typed(form) },
      { status: answer.refusal.status },
    );
  }
  const whole = (name: string, most: number) => {
    const given = text(form, name).normalize("NFKC");
    return /^\d{1,3}$/.test(given) && Number(given) <= most ? Number(given) : null;
  };
  const [report_days, wish_days, lots] = [whole("report_days", 60), whole("wish_days", 14), whole("lots_percent", 50)];
  const carriers = carriersTyped(form);
  const reason = text(form, "reason");
  const problems: Problem[] = [
    ...(report_days ? [] : [{ field: "report_days", text: t("claims.policy.problems.report") }]),
    ...(wish_days === null ? [{ field: "wish_days", text: t("claims.policy.problems.wish") }] : []),
    ...(lots === null ? [{ field: "lots_percent", text: t("claims.policy.problems.lots") }] : []),
    ...("field" in carriers
      ? [
          {
            field: carriers.field,
            text: amountWrong(
              path,
              carriers.field.startsWith("limit:") ? text(form, carriers.field) : "",
              text(form, "currency"),
              t("claims.policy.problems.carrier", { example: exampleAmount(text(form, "currency")) }),
            ),
          },
        ]
      : []),
    ...(reason.length < 2 ? [{ field: "reason", text: t("claims.problems.words") }] : []),
  ];
  if (problems.length > 0 || "field" in carriers) return data({ problems, typed: typed(form) }, { status: 400 });
  const answer = await desk.call("/desk/claim-policy", z.unknown(), {
    body: {
      report_days,
      wish_days,
      lots_bp: (lots ?? 0) * 100,
      carriers: carriers.terms,
      from_day: text(form, "from_day"),
      reason,
    },
  });
  if (answer.ok) return redirect(`/${path}/desk/claim-policy`);
  return data(
    { problems: refused(path, answer.refusal, "reason"), typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** How claims are handled: what counts today, a change of it, and every version. */
export default function ClaimPolicyPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("claims");
  const f = useFormats();
  const path = usePath();
  const { in_force, versions, currency, limits, carriers, today, title } = loaderData;
  const was: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  const waiting = versions.find((one) => one.state === "proposed");
  const nameOf = (code: string) => carriers.find((one) => one.code === code)?.name ?? code;
  const termOf = (code: string) => in_force.carriers.find((one) => one.carrier === code);
  return (
    <div className="stack-l">
      <section className="stack narrow">
        <p>
          <a href={`/${path}/desk/claims`}>{t("back")}</a>
        </p>
        <h1>{title}</h1>
        <ProblemSummary problems={problems} />
        <Terms terms={in_force} />
      </section>
      {waiting === undefined ? (
        <section className="stack narrow">
          <h2>{t("policy.change")}</h2>
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="currency" value={currency} />
            <Input
              name="report_days"
              label={t("policy.reportDays")}
              hint={t("policy.reportHint")}
              inputMode="numeric"
              defaultValue={was.report_days ?? String(in_force.report_days)}
              problems={problems}
            />
            <Input
              name="wish_days"
              label={t("policy.wishDays")}
              hint={t("policy.wishHint")}
              inputMode="numeric"
              defaultValue={was.wish_days ?? String(in_force.wish_days)}
              problems={problems}
            />
            <Input
              name="lots_percent"
              label={t("policy.lots")}
              hint={t("policy.lotsHint")}
              inputMode="numeric"
              defaultValue={was.lots_percent ?? String(in_force.lots_bp / 100)}
              problems={problems}
            />
            {carriers.map(({ code, name }) => (
              <fieldset key={code} className="stack-s">
                <legend>{name}</legend>
                <Input
                  name={`days:${code}`}
                  label={t("policy.claimDays")}
                  hint={t("policy.claimHint")}
                  inputMode="numeric"
                  defaultValue={was[`days:${code}`] ?? termOf(code)?.claim_days.toString() ?? ""}
                  problems={problems}
                />
                <Input
                  name={`limit:${code}`}
                  label={t("policy.limit", { currency: f.currency(currency) })}
                  hint={t("policy.limitHint")}
                  inputMode="decimal"
                  defaultValue={was[`limit:${code}`] ?? limits[code]}
                  problems={problems}
                />
              </fieldset>
            ))}
            <Input
              name="from_day"
              label={t("policy.fromDay")}
              type="date"
              min={today}
              defaultValue={was.from_day ?? today}
              problems={problems}
            />
            <TextArea
              name="reason"
              label={t("policy.reason")}
              hint={t("policy.reasonHint")}
              rows={2}
              maxLength={1000}
              defaultValue={was.reason}
              problems={problems}
            />
            <button className="button">{t("policy.propose")}</button>
          </form>
        </section>
      ) : (
        <section className="stack narrow">
          <h2>{t("policy.waits")}</h2>
          <p>
            {t("policy.proposedBy", {
              person: waiting.proposed_by,
              at: f.time(waiting.proposed_at),
              from: f.date(waiting.from_day),
            })}
          </p>
          <p>{waiting.reason}</p>
          <Terms terms={waiting} />
          {waiting.proposed_by_me ? <p className="note">{t("policy.second")}</p> : null}
          <div className="row">
            {(waiting.proposed_by_me ? (["drop"] as const) : (["approve", "drop"] as const)).map((decision) => (
              <form method="post" key={decision}>
                <input type="hidden" name="policy_id" value={waiting.id} />
                <input type="hidden" name="decision" value={decision} />
                <button className={decision === "approve" ? "button" : "button second"}>
                  {t(`policy.${decision}`)}
                </button>
              </form>
            ))}
          </div>
        </section>
      )}
      <section className="stack">
        <h2>{t("policy.history")}</h2>
        {versions.length === 0 ? <p className="panel">{t("policy.noHistory")}</p> : null}
        <ol className="plain stack-s" reversed>
          {versions.map((one) => (
            <li key={one.id} className="panel stack-s">
              <strong>
                {t("policy.version", {
                  version: one.version,
                  state: t(`policy.states.${one.state}`),
                  from: f.date(one.from_day),
                })}
              </strong>
              <p>{one.reason}</p>
              <p className="muted small">
                {t("policy.people", { proposed: one.proposed_by, decided: one.decided_by ?? t("policy.nobodyYet") })}
              </p>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );

  function Terms({ terms }: { terms: typeof in_force }) {
    return (
      <ul className="stack-s">
        <li>{t("policy.says.report", { days: terms.report_days })}</li>
        <li>{t("policy.says.wish", { days: terms.wish_days })}</li>
        <li>
          {terms.lots_bp === 0 ? t("policy.says.noLots") : t("policy.says.lots", { percent: terms.lots_bp / 100 })}
        </li>
        {terms.carriers.map((one) => (
          <li key={one.carrier}>
            {one.limit_minor === null
              ? t("policy.says.carrier", { carrier: nameOf(one.carrier), days: one.claim_days })
              : t("policy.says.carrierLimit", {
                  carrier: nameOf(one.carrier),
                  days: one.claim_days,
                  limit: f.moneyInWords(one.limit_minor, currency),
                })}
          </li>
        ))}
      </ul>
    );
  }
}
