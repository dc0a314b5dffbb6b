import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { collectionSchema, nothing, setupSchema } from "../../features/weigh-in/data.server";
import { basisPointsOf, gramsOf } from "../../features/weigh-in/read";
import { CollectionTimes, Scales } from "../../features/weigh-in/ScaleAndTimes";
import { Input, ProblemSummary, Select, type Problem } from "../../features/ui/Field";
import { fieldOf, inWords, text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/tables";

/** The weighing place's tables: prices of the day, deductions, baskets. Everybody reads them, the manager enters them. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [setup, { times }] = await Promise.all([
    desk.read("/desk/weigh-in", setupSchema),
    desk.read("/desk/collection-times", collectionSchema),
  ]);
  return { setup, times, title: say(path)("intake.tables") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const asked = readTable(form);
  const wrong = (problems: Problem[], status: number) => data({ problems, typed: typed(form) }, { status });
  if (!asked) return wrong([{ field: `${text(form, "act")}-table`, text: say(path)("intake.bad.table") }], 400);
  const answer = await desk.call(asked.to, nothing, { body: asked.body });
  if (answer.ok) return redirect(`/${path}/desk/tables`);
  return wrong(
    [{ field: fieldOf(answer.refusal, `${text(form, "act")}-table`), text: inWords(path, answer.refusal) }],
    answer.refusal.status,
  );
}

/** Which table a form belongs to and what it says; undefined when a figure is none. */
function readTable(form: FormData): { to: string; body: object } | undefined {
  const [produce = "", grade = "", unit = "g"] = text(form, "of").split("/");
  if (text(form, "act") === "price") {
    const minor = /^(\d{1,5})(?:[.,](\d{1,2}))?$/.exec(text(form, "price"));
    const price_minor = Number(minor?.[1] ?? 0) * 100 + Number((minor?.[2] ?? "").padEnd(2, "0"));
    const day = text(form, "day");
    const body = { produce, grade, day, price_minor, per: unit === "piece" ? "piece" : "kg" };
    return minor && price_minor > 0 ? { to: "/desk/day-prices", body } : undefined;
  }
  if (text(form, "act") === "rule") {
    const base_bp = basisPointsOf(text(form, "base"));
    const limit_bp = text(form, "limit") === "" ? null : basisPointsOf(text(form, "limit"));
    const kind = text(form, "kind");
    const method = kind === "moisture" ? "dry_matter" : "share";
    if (base_bp === null || (text(form, "limit") !== "" && limit_bp === null)) return undefined;
    return {
      to: "/desk/deduction-rules",
      body: { produce, kind, method, base_bp, limit_bp, from_day: text(form, "from_day") },
    };
  }
  if (text(form, "act") === "scale") {
    const limit_g = gramsOf(text(form, "scale_limit"));
    const name = text(form, "scale_name");
    return limit_g === null || limit_g === 0 || name === ""
      ? undefined
      : { to: "/desk/equipment/scales", body: { code: name, name, limit_g } };
  }
  if (text(form, "act") === "collection") {
    const body = { weekday: Number(text(form, "weekday")), from: text(form, "from"), to: text(form, "to") };
    return { to: "/desk/collection-times", body };
  }
  if (text(form, "act") === "collection-remove") {
    return { to: `/desk/collection-times/${encodeURIComponent(text(form, "time"))}/remove`, body: {} };
  }
  const tare_g = gramsOf(text(form, "tare"));
  const name = text(form, "name");
  return tare_g === null || name === ""
    ? undefined
    : { to: "/desk/equipment/containers", body: { code: name, name, tare_g } };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function TablesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("intake");
  const f = useFormats();
  const path = usePath();
  const { setup } = loaderData;
  const was: Record<string, string> = actionData?.typed ?? {};
  const goods = [...new Map(setup.pools.map((pool) => [`${pool.produce}/${pool.grade}/${pool.unit}`, pool])).entries()];
  const nameOf = (produce: string, grade?: string) => {
    const pool = setup.pools.find((one) => one.produce === produce && (grade === undefined || one.grade === grade));
    return pool ? `${pool.produce_name[path]}${grade === undefined ? "" : ` · ${pool.grade_name[path]}`}` : produce;
  };
  const choice = (
    <Select name="of" label={t("produce")} defaultValue={was.of}>
      {goods.map(([key, pool]) => (
        <option key={key} value={key}>
          {pool.produce_name[path]} · {pool.grade_name[path]}
        </option>
      ))}
    </Select>
  );
  return (
    <div className="stack-l">
      <h1>{t("tables")}</h1>
      <ProblemSummary problems={actionData?.problems} />
      <section className="stack" id="price-table">
        <h2>{t("table.prices", { day: f.date(setup.day) })}</h2>
        {setup.prices.length === 0 ? <p className="panel">{t("table.noPrices")}</p> : null}
        <ul>
          {setup.prices.map((one) => (
            <li key={`${one.produce}/${one.grade}`}>
              {nameOf(one.produce, one.grade)}: {f.moneyInWords(one.price_minor, one.currency)}/{t(`per.${one.per}`)}
            </li>
          ))}
        </ul>
        <form method="post" className="panel fields two" noValidate>
          <input type="hidden" name="act" value="price" />
          <input type="hidden" name="day" value={setup.day} />
          {choice}
          <Input
            name="price"
            label={t("table.price")}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={was.price}
          />
          <button className="button second">{t("table.setPrice")}</button>
        </form>
      </section>
      <section className="stack" id="rule-table">
        <h2>{t("table.rules")}</h2>
        {setup.rules.length === 0 ? <p className="panel">{t("table.noRules")}</p> : null}
        <ul>
          {setup.rules.map((rule) => (
            <li key={`${rule.produce}/${rule.kind}`}>
              {t(rule.limit_bp === null ? "table.rule" : "table.ruleLimited", {
                produce: nameOf(rule.produce),
                kind: t(`kinds.${rule.kind}`),
                base: `${rule.base_bp / 100}%`,
                limit: `${(rule.limit_bp ?? 0) / 100}%`,
              })}
            </li>
          ))}
        </ul>
        <form method="post" className="panel fields two" noValidate>
          <input type="hidden" name="act" value="rule" />
          <div className="field">
            <label htmlFor="rule-of">{t("produce")}</label>
            <select id="rule-of" name="of" defaultValue={was.of}>
              {goods.map(([key, pool]) => (
                <option key={key} value={key}>
                  {pool.produce_name[path]} · {pool.grade_name[path]}
                </option>
              ))}
            </select>
          </div>
          <Select name="kind" label={t("table.kind")} defaultValue={was.kind}>
            {(["moisture", "foreign_matter", "imperfect", "other"] as const).map((kind) => (
              <option key={kind} value={kind}>
                {t(`kinds.${kind}`)}
              </option>
            ))}
          </Select>
          <Input name="base" label={t("table.base")} inputMode="decimal" autoComplete="off" defaultValue={was.base} />
          <Input
            name="limit"
            label={t("table.limit")}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={was.limit}
          />
          <Input name="from_day" label={t("table.from")} type="date" defaultValue={was.from_day ?? setup.day} />
          <button className="button second">{t("table.setRule")}</button>
        </form>
      </section>
      <section className="stack" id="container-table">
        <h2>{t("table.containers")}</h2>
        <ul>
          {setup.containers.map((one) => (
            <li key={one.code}>{t("containerOf", { name: one.name, tare: one.tare_g / 1000 })}</li>
          ))}
        </ul>
        <form method="post" className="panel fields two" noValidate>
          <input type="hidden" name="act" value="container" />
          <Input name="name" label={t("table.containerName")} autoComplete="off" defaultValue={was.name} />
          <Input name="tare" label={t("tare")} inputMode="decimal" autoComplete="off" defaultValue={was.tare} />
          <button className="button second">{t("table.setContainer")}</button>
        </form>
      </section>
      <Scales scales={setup.scales} was={was} />
      <CollectionTimes times={loaderData.times} was={was} />
    </div>
  );
}
