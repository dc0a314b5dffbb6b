import { useTranslations } from "use-intl";
import { handInSchema } from "../../features/weigh-in/data.server";
import { pictureOf } from "../../features/produce/pictures";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/hand-in";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  return { ...(await home.read("/household/hand-in", handInSchema)), title: say(path)("handIn.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** What the village takes in, the price of the day first. */
export default function HandInPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("handIn");
  const per = useTranslations("intake.per");
  const f = useFormats();
  const path = usePath();
  return (
    <section className="stack">
      <a className="button quiet" href={`/${path}/home`}>
        {t("back")}
      </a>
      <h1>{t("title")}</h1>
      <p>{t("bring")}</p>
      <a className="button second" href={`/${path}/home/forecasts`}>
        {t("declare")}
      </a>
      {loaderData.produce.length === 0 ? <p className="panel">{t("none")}</p> : null}
      <ul className="plain stack">
        {loaderData.produce.map((one) => (
          <li className="panel hand-in" key={one.pool_id}>
            <img src={pictureOf(one.produce_name.en)} alt="" width="160" height="120" />
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
          </li>
        ))}
      </ul>
    </section>
  );
}
