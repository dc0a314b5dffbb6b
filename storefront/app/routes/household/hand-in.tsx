import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { useRight } from "../../features/household/right";
import { MOST, Stepper } from "../../features/household/Stepper";
import { refusedAt } from "../../features/ledger/words.server";
import { handInSchema, nothing } from "../../features/weigh-in/data.server";
import { produceArt } from "../../art/names";
import { ProblemSummary } from "../../features/ui/Field";
import { drawn } from "../../features/ui/picture-files";
import { Picture } from "../../features/ui/Picture";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { TIME_ZONE, useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/hand-in";

/** What a stepper starts with, in jin. */
const START = 20;

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const query = new URL(request.url).searchParams;
  return {
    ...(await home.read("/household/hand-in", handInSchema)),
    chosen: query.get("pool"),
    told: query.has("told"),
    key: randomUUID(),
    title: say(path)("handIn.title"),
  };
}

/** A press of the stepper, or the word that goods are coming: a forecast for the next collection. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const form = await request.formData();
  const pool_id = text(form, "pool");
  const key = text(form, "idempotency_key") || randomUUID();
  const typed = text(form, "amount").normalize("NFKC");
  const read = /^[0-9]{1,6}$/.test(typed) ? Number(typed) : null;
  const step = text(form, "step");
  if (step !== "") {
    const amount = Math.min(MOST, Math.max(0, (read ?? START) + Number(step)));
    return data({ problems: [], pool_id, amount, key });
  }
  const wrong = (words: string, status = 400) =>
    data({ problems: [{ field: "amount", text: words }], pool_id, amount: read ?? START, key }, { status });
  if (read === null || read === 0 || read > MOST) return wrong(say(path)("ownForecasts.noAmount"));
  const { produce, next, day } = await home.read("/household/hand-in", handInSchema);
  const pool = produce.find((one) => one.pool_id === pool_id);
  if (!pool) return wrong(say(path)("refusals.pool_not_found"));
  const on = next?.day ?? day;
  const answer = await home.call("/household/forecasts", nothing, {
    body: {
      pool_id,
      units: pool.unit === "piece" ? read : read * 500,
      ready_from: on,
      ready_to: on,
      idempotency_key: key,
    },
  });
  if (answer.ok) return redirect(`/${path}/home/hand-in?told`);
  return wrong(refusedAt(path, answer.refusal, {}, "amount")[0]?.text ?? "", answer.refusal.status);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** What the village takes in and when, the price of the day first; and how much one brings. */
export default function HandInPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("handIn");
  const over = useTranslations("handOver");
  const per = useTranslations("intake.per");
  const f = useFormats();
  const path = usePath();
  const may = useRight() !== "look";
  const chosen = actionData?.pool_id ?? loaderData.chosen;
  const { next } = loaderData;
  return (
    <section className="stack">
      <a className="button quiet" href={`/${path}/home`}>
        {t("back")}
      </a>
      <h1>{t("title")}</h1>
      {loaderData.told ? (
        <p className="note good" role="status">
          {over("done")}
        </p>
      ) : null}
      <p className="note">
        <strong>
          {next === null
            ? over("notSet")
            : over("next", {
                day: f.date(next.day),
                weekday: weekdayIn(path, next.day),
                from: next.from,
                to: next.to,
              })}
        </strong>
      </p>
      <p>{t("bring")}</p>
      <a className="button second" href={`/${path}/home/forecasts`}>
        {t("declare")}
      </a>
      <ProblemSummary problems={actionData?.problems} />
      {loaderData.produce.length === 0 ? <p className="panel">{t("none")}</p> : null}
      <ul className="plain stack">
        {loaderData.produce.map((one) => (
          <li className="panel stack" key={one.pool_id} id={one.pool_id}>
            <div className="hand-in">
              <Picture of={drawn(produceArt(one.produce_name.en))} alt="" sizes="160px" />
              <div className="stack-s">
                <h2>
                  {one.produce_name[path]} · {one.grade_name[path]}
                </h2>
                <p>
                  {one.price === null
                    ? t("noPrice")
                    : t("price", {
                        day: f.date(loaderData.day),
                        price: `${f.moneyInWords(one.price.price_minor, one.price.currency)}/${per(one.price.per)}`,
                      })}
                </p>
              </div>
            </div>
            {!may ? null : one.pool_id === chosen ? (
              <Stepper
                pool={one.pool_id}
                unit={one.unit}
                amount={actionData?.amount ?? START}
                idempotency_key={actionData?.key ?? loaderData.key}
              />
            ) : (
              <a className="button second" href={`/${path}/home/hand-in?pool=${one.pool_id}#${one.pool_id}`}>
                {over("bring")} <span className="visually-hidden">{one.produce_name[path]}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function weekdayIn(path: "zh" | "en", day: string): string {
  return new Intl.DateTimeFormat(path === "zh" ? "zh-CN" : "en", { weekday: "long", timeZone: TIME_ZONE }).format(
    new Date(`${day}T12:00:00+08:00`),
  );
}
