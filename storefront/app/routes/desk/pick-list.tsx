import { useTranslations } from "use-intl";
import { pickListFor } from "../../features/packing/pick-list.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/pick-list";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const list = await pickListFor(desk, path, params.id);
  return { ...list, title: say(path)("packing.pick.title", { number: list.wave.number }) };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** What to fetch, product by product and lot by lot, then parcel by parcel: to print, or to read from a phone. */
export default function PickListPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("packing.pick");
  const f = useFormats();
  const path = usePath();
  const { wave, products, lots, parcels, title } = loaderData;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/waves/${wave.id}`}>{t("back")}</a>
        </p>
        <h1>{title}</h1>
        <p>{t("of", { time: f.time(wave.cut_off_at), count: parcels.length })}</p>
        <p>
          <a className="button second" href={`/${path}/desk/waves/${wave.id}/pick-list.csv`}>
            {t("csv")}
          </a>
        </p>
        {products.length === 0 ? <p className="panel">{t("none")}</p> : null}
      </section>
      {products.map((product) => (
        <section className="stack" key={`${product.title}/${product.pool_id}/${product.pack_g}`}>
          <h2>
            {product.title} × {f.number(product.packs)}
          </h2>
          <p>
            {product.produce_name[path]} · {product.grade_name[path]} · {f.units(product.units, product.unit)}
          </p>
          <div className="scroll-x" tabIndex={0} role="region" aria-label={product.title}>
            <table className="sheet">
              <thead>
                <tr>
                  <th scope="col">{t("lot")}</th>
                  <th scope="col">{t("household")}</th>
                  <th scope="col">{t("bestBefore")}</th>
                  <th scope="col" className="num">
                    {t("amount")}
                  </th>
                  <th scope="col">{t("fetched")}</th>
                </tr>
              </thead>
              <tbody>
                {lots
                  .filter((lot) => lot.title === product.title)
                  .map((lot) => (
                    <tr key={lot.lot_id}>
                      <th scope="row">
                        {lot.lot_number}
                        {lot.recalled ? (
                          <span className="tag bad">
                            <span aria-hidden="true">!</span>
                            {t("recalled")}
                          </span>
                        ) : null}
                      </th>
                      <td>{lot.household_name ?? ""}</td>
                      <td>{lot.best_before === null ? "" : f.date(lot.best_before)}</td>
                      <td className="num">{f.units(lot.units, lot.unit)}</td>
                      <td />
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
      <section className="stack">
        <h2>{t("byParcel")}</h2>
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("byParcel")}>
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">{t("parcel")}</th>
                <th scope="col">{t("to")}</th>
                <th scope="col">{t("carton")}</th>
                <th scope="col">{t("goods")}</th>
                <th scope="col">{t("done")}</th>
              </tr>
            </thead>
            <tbody>
              {parcels.map((parcel) => (
                <tr key={parcel.id}>
                  <th scope="row">{parcel.number}</th>
                  <td>{parcel.name}</td>
                  <td>{parcel.carton}</td>
                  <td>{parcel.lines.map((line) => `${line.title} × ${line.packs}`).join(t("comma"))}</td>
                  <td>{parcel.state === "packed" ? "✓" : ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  );
}
