import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { marketPricesSchema, proposedSchema } from "../../features/agreement/data.server";
import { refusedAgain } from "../../features/agreement/refusals.server";
import { again } from "../../features/quote/refusals.server";
import { amountIn } from "../../features/quote/version-form.server";
import { Input, ProblemSummary, Select, type Problem } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import { today } from "../../lib/today.server";
import { dayTyped } from "../../lib/typed.server";
import type { Route } from "./+types/market-prices";

/** Market prices of the day, for goods that agreements price by floor and share. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const found = await desk.read("/desk/market-prices", marketPricesSchema, { cursor });
  return { ...found, today: today(), key: randomUUID(), title: say(path)("agreement.market.title") };
}

/** Publishes a price. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const t = say(path);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const [variant_id = "", currency = ""] = text(form, "good").split("|");
  if (currency === "") return again(form, [{ field: "good", text: t("agreement.market.chooseGood") }]);
  const problems: Problem[] = [];
  const price_minor = amountIn(path, form, "price_minor", currency, problems);
  const day = dayTyped(text(form, "day"));
  if (day === null) problems.push({ field: "day", text: t("quote.chooseDay") });
  if (problems.length > 0) return again(form, problems);
  const done = await desk.call("/desk/market-prices", proposedSchema, {
    body: {
      variant_id,
      currency,
      day,
      price_minor,
      source: text(form, "source"),
      idempotency_key: text(form, "idempotency_key"),
    },
  });
  return done.ok ? redirect(`/${path}/desk/market-prices`, 303) : refusedAgain(path, form, done.refusal, "good");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function MarketPricesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("agreement.market");
  const a = useTranslations("agreement");
  const f = useFormats();
  const path = usePath();
  const { goods, published, next } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  const nameOf = (one: (typeof goods)[number] | (typeof published)[number]) => `${one.title[path]} ${one.pack[path]}`;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/agreements`}>{a("back")}</a>
        </p>
        <h1>{loaderData.title}</h1>
        <p>{t("lead")}</p>
        <ProblemSummary problems={problems} />
        {goods.length === 0 ? (
          <p className="panel">{t("noGoods")}</p>
        ) : (
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="idempotency_key" value={typed.idempotency_key ?? loaderData.key} />
            <div className="fields two">
              <Select name="good" label={a("good")} defaultValue={typed.good ?? ""} problems={problems}>
                <option value="">{a("choose")}</option>
                {goods.map((one) => (
                  <option key={`${one.variant_id}|${one.currency}`} value={`${one.variant_id}|${one.currency}`}>
                    {`${nameOf(one)} · ${one.currency} · ${
                      one.price_minor === null || one.day === null
                        ? t("never")
                        : t("last", { price: f.money(one.price_minor, one.currency), day: f.date(one.day) })
                    }`}
                  </option>
                ))}
              </Select>
              <Input
                name="day"
                label={t("day")}
                type="date"
                max={loaderData.today}
                defaultValue={typed.day ?? loaderData.today}
                problems={problems}
              />
              <Input
                name="price_minor"
                label={t("price")}
                hint={t("priceHint")}
                inputMode="decimal"
                autoComplete="off"
                defaultValue={typed.price_minor}
                problems={problems}
              />
              <Input
                name="source"
                label={t("source")}
                hint={t("sourceHint")}
                maxLength={200}
                defaultValue={typed.source}
                problems={problems}
              />
            </div>
            <p>
              <button className="button">{t("publish")}</button>
            </p>
          </form>
        )}
      </section>
      <section className="stack">
        <h2>{t("published")}</h2>
        <List
          label={t("published")}
          rows={published}
          none={t("none")}
          older={next === null ? null : `?before=${encodeURIComponent(next)}`}
          columns={[
            { head: a("good"), name: true, of: nameOf },
            { head: t("day"), of: (one) => f.date(one.day) },
            { head: t("price"), num: true, of: (one) => f.money(one.price_minor, one.currency) },
            { head: t("source"), of: (one) => one.source },
            { head: t("at"), of: (one) => f.time(one.at) },
          ]}
        />
      </section>
    </div>
  );
}
