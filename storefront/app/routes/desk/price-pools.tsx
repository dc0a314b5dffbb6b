import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { FACTOR, opened, pricePoolsSchema, refusedHere } from "../../features/price-pools/data.server";
import { PricePoolPanel } from "../../features/price-pools/PricePoolPanel";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { Older } from "../../features/ui/Older";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/price-pools";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("cursor");
  const query = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
  const found = await desk.read(`/desk/price-pools${query}`, pricePoolsSchema);
  return { ...found, factor: FACTOR, title: say(path)("pricePools.title") };
}

/** Opens one, closes one, or opens one again; what was typed stays when it can't be. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const here = `/${path}/desk/price-pools`;
  const [act, id] = [text(form, "act"), text(form, "id")];
  if (act === "open") {
    const { body, problems } = opened(path, form);
    if (problems.length > 0) return data({ act, id, problems, typed: typed(form) }, { status: 400 });
    const answer = await desk.call("/desk/price-pools", z.unknown(), { body });
    if (answer.ok) return redirect(here);
    const found = [refusedHere(path, answer.refusal)];
    return data({ act, id, problems: found, typed: typed(form) }, { status: answer.refusal.status });
  }
  const doing = act === "reopen" ? "reopen" : "close";
  const body = doing === "reopen" ? { reason: text(form, `reason:${id}`) } : {};
  const answer = await desk.call(`/desk/price-pools/${encodeURIComponent(id)}/${doing}`, z.unknown(), { body });
  if (answer.ok) return redirect(here);
  const field = doing === "reopen" ? `reason:${id}` : "list";
  const problems = [{ ...refusedHere(path, answer.refusal), field }];
  return data({ act: doing, id, problems, typed: typed(form) }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PricePoolsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("pricePools");
  const path = usePath();
  const { price_pools, pools, next, factor } = loaderData;
  const opening = actionData?.act === "open" ? actionData : undefined;
  const was: Record<string, string> = opening?.typed ?? {};
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/desk/settlement`}>{t("back")}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <p>{t("lead")}</p>
      <ProblemSummary problems={actionData?.problems} />
      {price_pools.length === 0 ? <p className="panel">{t("none")}</p> : null}
      <ul className="plain stack" id="list">
        {price_pools.map((pool) => (
          <PricePoolPanel
            key={pool.id}
            pool={pool}
            problems={actionData?.act === "reopen" && actionData.id === pool.id ? actionData.problems : undefined}
          />
        ))}
      </ul>
      <Older href={next === null ? null : `/${path}/desk/price-pools?cursor=${encodeURIComponent(next)}`} />
      {pools.length === 0 ? (
        <p className="note">{t("noPools")}</p>
      ) : (
        <details className="panel" open={opening !== undefined || price_pools.length === 0}>
          <summary>{t("open")}</summary>
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="act" value="open" />
            <Input
              name="name"
              label={t("name")}
              hint={t("nameHint")}
              required
              maxLength={80}
              defaultValue={was.name}
              problems={opening?.problems}
            />
            <div className="fields two">
              <Input
                name="from"
                label={t("from")}
                type="date"
                required
                defaultValue={was.from}
                problems={opening?.problems}
              />
              <Input
                name="to"
                label={t("to")}
                type="date"
                required
                defaultValue={was.to}
                problems={opening?.problems}
              />
            </div>
            <Input
              name="advance"
              label={t("advance")}
              hint={t("advanceHint")}
              inputMode="decimal"
              required
              defaultValue={was.advance ?? "60"}
              problems={opening?.problems}
            />
            <fieldset className="stack-s">
              <legend>{t("members")}</legend>
              <p className="muted">{t("factorHint")}</p>
              {pools.map((pool) => (
                <Input
                  key={pool.id}
                  name={`${factor}${pool.id}`}
                  label={t("factor", { name: `${pool.produce_name[path]} ${pool.grade_name[path]}` })}
                  inputMode="decimal"
                  defaultValue={was[`${factor}${pool.id}`]}
                  problems={opening?.problems}
                />
              ))}
            </fieldset>
            <button className="button">{t("open")}</button>
          </form>
        </details>
      )}
    </section>
  );
}
