import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { cullsSchema, nothing, setupSchema } from "../../features/weigh-in/data.server";
import { cardOf, gramsOf } from "../../features/weigh-in/read";
import { CULL_REASONS } from "../../features/weigh-in/reasons";
import { Input, ProblemSummary, Select, type Problem } from "../../features/ui/Field";
import { fieldOf, inWords, text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/culls";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const [{ culls, next }, { pools }] = await Promise.all([
    desk.read("/desk/culls", cullsSchema, { cursor }),
    desk.read("/desk/weigh-in", setupSchema),
  ]);
  return { culls, next, pools, key: randomUUID(), title: say(path)("weighing.culls") };
}

/** Records a delivery that was refused altogether. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const wrong = (problems: Problem[], status = 400) =>
    data({ problems, typed: typed(form), key: text(form, "idempotency_key") }, { status });
  const [pool_id = "", unit = "g"] = text(form, "pool").split("/");
  const amount = text(form, "amount").normalize("NFKC");
  const units = unit === "piece" ? (/^[1-9][0-9]{0,5}$/.test(amount) ? Number(amount) : null) : gramsOf(amount);
  const card_number = cardOf(text(form, "card_number"));
  const problems: Problem[] = [
    ...(/^[A-Z]{2}[0-9]{4,8}$/.test(card_number)
      ? []
      : [{ field: "card_number", text: say(path)("weighing.wrongCard") }]),
    ...(units === null || units === 0 ? [{ field: "amount", text: say(path)("weighing.wrongAmount") }] : []),
  ];
  if (problems.length > 0) return wrong(problems);
  const words = text(form, "words");
  const answer = await desk.call("/desk/culls", nothing, {
    body: {
      card_number,
      pool_id,
      units,
      reason: text(form, "reason"),
      fate: text(form, "fate"),
      ...(words === "" ? {} : { words }),
      idempotency_key: text(form, "idempotency_key"),
    },
  });
  if (answer.ok) return redirect(`/${path}/desk/culls`);
  const field = answer.refusal.field === "card_number" ? "card_number" : "pool";
  return wrong([{ field: fieldOf(answer.refusal, field), text: inWords(path, answer.refusal) }], answer.refusal.status);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CullsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("weighing");
  const words = useTranslations("intake");
  const f = useFormats();
  const path = usePath();
  const was: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p>{t("cullsLead")}</p>
        <form method="post" className="stack" noValidate action={`/${path}/desk/culls`}>
          <ProblemSummary problems={problems} />
          <input type="hidden" name="idempotency_key" value={actionData?.key ?? loaderData.key} />
          <div className="fields two">
            <Input
              name="card_number"
              label={t("cullCard")}
              autoComplete="off"
              autoCapitalize="characters"
              defaultValue={was.card_number}
              problems={problems}
            />
            <Select name="pool" label={t("cullPool")} defaultValue={was.pool} problems={problems}>
              {loaderData.pools.map((pool) => (
                <option key={pool.id} value={`${pool.id}/${pool.unit}`}>
                  {pool.produce_name[path]} · {pool.grade_name[path]}
                </option>
              ))}
            </Select>
            <Input
              name="amount"
              label={t("cullAmount")}
              inputMode="decimal"
              autoComplete="off"
              defaultValue={was.amount}
              problems={problems}
            />
            <Select name="reason" label={t("cullReason")} defaultValue={was.reason}>
              {CULL_REASONS.map((reason) => (
                <option key={reason} value={reason}>
                  {words(`culls.${reason}`)}
                </option>
              ))}
            </Select>
            <Select name="fate" label={t("cullFate")} defaultValue={was.fate ?? "returned"}>
              <option value="returned">{words("fates.returned")}</option>
              <option value="discarded">{words("fates.discarded")}</option>
            </Select>
            <Input name="words" label={t("cullWords")} autoComplete="off" defaultValue={was.words} />
          </div>
          <button className="button">{t("cullRecord")}</button>
        </form>
      </section>
      <section className="stack">
        {loaderData.culls.length === 0 ? <p className="panel">{t("cullNone")}</p> : null}
        <ul className="plain stack-s">
          {loaderData.culls.map((cull) => (
            <li key={cull.id} className="panel">
              <strong>
                {cull.household ? `${cull.household.card_number} ${cull.household.name} · ` : ""}
                {cull.produce_name[path]} · {cull.grade_name[path]} {f.units(cull.units, cull.unit)}
              </strong>
              <br />
              {words(`culls.${cull.reason}`)} · {words(`fates.${cull.fate}`)}
              {cull.words === "" ? "" : ` · ${cull.words}`}
              <br />
              <span className="muted">
                {f.time(cull.at)} · {t("cullBy", { name: cull.weigher })}
                {cull.lot_number === null ? "" : ` · ${t("cullWith", { number: cull.lot_number })}`}
              </span>
            </li>
          ))}
        </ul>
        {loaderData.next === null ? null : (
          <p>
            <a href={`/${path}/desk/culls?before=${encodeURIComponent(loaderData.next)}`}>{t("older")}</a>
          </p>
        )}
      </section>
    </div>
  );
}
