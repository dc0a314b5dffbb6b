import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { onePoolSchema } from "../../features/allocation/data.server";
import { POLICIES, shortPolicySchema } from "../../features/shorts/data.server";
import { Input, ProblemSummary, Select, TextArea, type Problem } from "../../features/ui/Field";
import { inWords, text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/short-policy";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const at = `/desk/pools/${encodeURIComponent(params.id)}`;
  const query = new URL(request.url).searchParams;
  const [{ pool }, found] = await Promise.all([
    desk.read(at, onePoolSchema),
    desk.read(`${at}/short-policy`, shortPolicySchema, {
      after_at: query.get("after_at") ?? undefined,
      after_id: query.get("after_id") ?? undefined,
    }),
  ]);
  const others = found.others.map((one) => ({
    id: one.id,
    name: [one.produce_name[path], one.grade_name[path]].join(" · "),
  }));
  const name = [pool.origin.name?.[path], pool.produce_name[path], pool.grade_name[path]].filter(Boolean).join(" · ");
  const policies = POLICIES.filter((one) => one !== "other_grade" || others.length > 0);
  return { pool_id: params.id, policies, ...found, others, title: say(path)("shortPolicy.title", { pool: name }) };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const said = say(path);
  const [policy, days, reason] = [text(form, "policy"), text(form, "wait_days"), text(form, "reason")];
  const other = text(form, "other_pool_id");
  const wait_days = /^\d{1,2}$/.test(days) ? Number(days) : 0;
  const problems: Problem[] = [
    ...(POLICIES.some((one) => one === policy) ? [] : [{ field: "policy", text: said("shortPolicy.problems.policy") }]),
    ...(wait_days >= 1 && wait_days <= 90 ? [] : [{ field: "wait_days", text: said("shortPolicy.problems.days") }]),
    ...(policy !== "other_grade" || other !== ""
      ? []
      : [{ field: "other_pool_id", text: said("shortPolicy.problems.other") }]),
    ...(reason.length >= 2 ? [] : [{ field: "reason", text: said("shortPolicy.problems.reason") }]),
  ];
  if (problems.length > 0) return data({ problems, typed: typed(form) }, { status: 400 });
  const at = `/desk/pools/${encodeURIComponent(params.id)}/short-policy`;
  const body = { policy, wait_days, reason, ...(form.has("other_pool_id") ? { other_pool_id: other || null } : {}) };
  const answer = await desk.call(at, z.unknown(), { body });
  if (answer.ok) return redirect(`/${path}${at}`);
  return data(
    {
      problems: [{ field: answer.refusal.field ?? "policy", text: inWords(path, answer.refusal) }],
      typed: typed(form),
    },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** What is done about missing packs of one pool: said, changed by a manager, with every change behind it. */
export default function ShortPolicyPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shortPolicy");
  const f = useFormats();
  const path = usePath();
  const { pool_id, policies, others, in_force, changes, next, title } = loaderData;
  const here = `/${path}/desk/pools/${encodeURIComponent(pool_id)}`;
  const was: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  const otherOf = (one: { other_pool_id: string | null }) => others.find((pool) => pool.id === one.other_pool_id)?.name;
  return (
    <div className="stack-l">
      <section className="stack narrow">
        <p>
          <a href={`${here}/rule`}>{t("back")}</a>
        </p>
        <h1>{title}</h1>
        <p className="panel">
          {t("now")}{" "}
          <strong>{t("inForce", { policy: t(`names.${in_force.policy}`), days: in_force.wait_days })}</strong>
          {otherOf(in_force) === undefined ? null : <span> {t("otherNow", { pool: otherOf(in_force) ?? "" })}</span>}
        </p>
        <p>{t("lead")}</p>
        <dl className="stack-s">
          {policies.map((policy) => (
            <div key={policy}>
              <dt>
                <strong>{t(`names.${policy}`)}</strong>
              </dt>
              <dd>{t(`said.${policy}`)}</dd>
            </div>
          ))}
        </dl>
        <form method="post" className="stack" noValidate>
          <ProblemSummary problems={problems} />
          <Select
            name="policy"
            label={t("policy")}
            defaultValue={was.policy ?? in_force.policy}
            required
            problems={problems}
          >
            {policies.map((policy) => (
              <option key={policy} value={policy}>
                {t(`names.${policy}`)}
              </option>
            ))}
          </Select>
          {others.length === 0 ? null : (
            <Select
              name="other_pool_id"
              label={t("other")}
              hint={t("otherHint")}
              defaultValue={was.other_pool_id ?? in_force.other_pool_id ?? ""}
              problems={problems}
            >
              <option value="">{t("noOther")}</option>
              {others.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </Select>
          )}
          <Input
            name="wait_days"
            label={t("days")}
            hint={t("daysHint")}
            inputMode="numeric"
            autoComplete="off"
            required
            defaultValue={was.wait_days ?? String(in_force.wait_days)}
            problems={problems}
          />
          <TextArea
            name="reason"
            label={t("reason")}
            hint={t("reasonHint")}
            rows={2}
            required
            maxLength={300}
            defaultValue={was.reason}
            problems={problems}
          />
          <button className="button">{t("save")}</button>
        </form>
      </section>
      <section className="stack">
        <h2>{t("history")}</h2>
        {changes.length === 0 ? <p className="panel">{t("none")}</p> : null}
        <ol className="plain stack-s" reversed>
          {changes.map((change) => (
            <li key={change.id} className="panel stack-s">
              <strong>{t("inForce", { policy: t(`names.${change.policy}`), days: change.wait_days })}</strong>
              {otherOf(change) === undefined ? null : <p>{t("otherNow", { pool: otherOf(change) ?? "" })}</p>}
              <p>{change.reason}</p>
              <p className="muted small">{t("by", { person: change.person, at: f.time(change.at) })}</p>
            </li>
          ))}
        </ol>
        {next === null ? null : (
          <p>
            <a
              href={`${here}/short-policy?after_at=${encodeURIComponent(next.at)}&after_id=${encodeURIComponent(next.id)}`}
            >
              {t("older")}
            </a>
          </p>
        )}
      </section>
    </div>
  );
}
