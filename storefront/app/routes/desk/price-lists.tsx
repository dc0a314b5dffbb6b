import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { listsSchema, madeListSchema, priceListWords } from "../../features/price-lists/data.server";
import { again } from "../../features/quote/refusals.server";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { fieldOf, text } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/price-lists";

/** What a cooperative calls its prices for some companies. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { price_lists } = await desk.read("/desk/price-lists", listsSchema);
  const ended = new URL(request.url).searchParams.has("ended");
  return { price_lists, ended, title: say(path)("priceLists.title") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const name = text(form, "name");
  if (name === "") return again(form, [{ field: "name", text: say(path)("priceLists.nameFirst") }]);
  const done = await desk.call("/desk/price-lists", madeListSchema, { body: { name } });
  if (done.ok) return redirect(`/${path}/desk/price-lists/${done.value.price_list.id}`, 303);
  const problem = { field: fieldOf(done.refusal, "name"), text: priceListWords(path, done.refusal) };
  return again(form, [problem], done.refusal.status);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PriceListsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("priceLists");
  const f = useFormats();
  const path = usePath();
  const problems = actionData?.problems;
  return (
    <section className="stack-l">
      <div className="stack">
        <h1>{loaderData.title}</h1>
        <ShopNav />
        <p>{t("lead")}</p>
        {loaderData.ended ? (
          <p className="note good" role="status">
            {t("hasEnded")}
          </p>
        ) : null}
        <ProblemSummary problems={problems} />
        <List
          label={loaderData.title}
          rows={loaderData.price_lists}
          none={t("none")}
          columns={[
            {
              head: t("name"),
              name: true,
              of: (one) => <a href={`/${path}/desk/price-lists/${one.id}`}>{one.name}</a>,
            },
            { head: t("companies"), num: true, of: (one) => f.number(one.companies) },
            { head: t("packs"), num: true, of: (one) => f.number(one.packs) },
          ]}
        />
      </div>
      <form method="post" className="stack" noValidate>
        <h2>{t("make")}</h2>
        <Input
          name="name"
          label={t("name")}
          hint={t("nameHint")}
          maxLength={80}
          required
          autoComplete="off"
          defaultValue={actionData?.typed.name}
          problems={problems}
        />
        <p>
          <button className="button">{t("makeGo")}</button>
        </p>
      </form>
    </section>
  );
}
