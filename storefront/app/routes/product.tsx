import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { searchPath } from "../features/find/asked";
import { orNearest } from "../features/find/nearest.server";
import { addToCart } from "../features/cart/actions.server";
import { CycleBox } from "../features/cycle/CycleBox";
import { sellingOfProduct } from "../features/cycle/selling.server";
import { Shut } from "../features/cycle/Shut";
import { ArrivalTable } from "../features/produce/ArrivalTable";
import { productByHandle } from "../features/produce/data.server";
import { NextLots } from "../features/produce/NextLots";
import { UnitPrice } from "../features/produce/UnitPrice";
import { whereYuanGoes } from "../features/produce/yuan.server";
import { YuanBar } from "../features/produce/YuanBar";
import { PreorderForm } from "../features/preorder/PreorderForm";
import { TellMe } from "../features/season/TellMe";
import { addressOf, originOf, pageHead } from "../features/store/head";
import { productAbout } from "../features/store/schema-org";
import { shareTags } from "../features/store/share";
import { shareLink } from "../features/store/share.server";
import { ProblemSummary } from "../features/ui/Field";
import { Picture } from "../features/ui/Picture";
import { Certificates } from "../features/village/Certificates";
import { SeasonDays } from "../features/village/SeasonDays";
import { pathOf } from "../i18n/locale";
import { useFormats } from "../lib/formats";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/product";

/** A plain document: its form needs no script, and keeps what was typed. */
export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const product = await orNearest(productByHandle(params.handle), params.handle, "products");
  const { policy } = product;
  return {
    product,
    selling: await sellingOfProduct(product.id),
    yuan: policy ? product.packs.map((pack) => whereYuanGoes(pack, policy)) : [],
    like: searchPath(path, { produce: product.produce.code, in_stock: "1" }),
    title: product.title[path],
    share: shareLink(request, "products", product.handle),
  };
}

export const action = ({ request, params }: Route.ActionArgs) => addToCart(request, params.handle, pathParam(params));

export const meta: Route.MetaFunction = ({ loaderData, ...where }) => {
  if (!loaderData) return [];
  const { product, title, share, selling } = loaderData;
  const path = pathOf(where.location.pathname) ?? "zh";
  const [address, origin] = [addressOf(where), originOf(where)];
  return [
    ...pageHead(where, {
      title: `${title} · Commonlot`,
      description: product.description[path],
      about: [
        productAbout(shutNow(selling) ? { ...product, available_units: 0 } : product, {
          path,
          address,
          origin,
          image: share.image,
        }),
      ],
      kind: "product",
    }),
    ...shareTags(share, title),
  ];
};

/** Its order cycle is closed: it is there, and can't be ordered. */
const shutNow = ({ state }: { state: string }) => state === "soon" || state === "closed";

export default function ProductPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("product");
  const c = useTranslations("cycle");
  const p = useTranslations("preorder");
  const f = useFormats();
  const path = usePath();
  const { product, yuan, selling } = loaderData;
  const shut = shutNow(selling);
  const inStock = (units: number) => units <= product.available_units;
  const sellable = product.packs.find((pack) => inStock(pack.units));
  const typed = product.packs.find((pack) => pack.variant_id === actionData?.typed?.variant_id && inStock(pack.units));
  const chosen = (typed ?? sellable)?.variant_id;
  // Where no pack can be chosen, the first stands for all.
  const priced = shut || !sellable ? product.packs.slice(0, 1) : product.packs;
  const bars = priced.flatMap((pack, index) => {
    const rows = yuan[index];
    return rows ? [{ pack, rows, index }] : [];
  });
  return (
    <div className="wrap stack-l">
      <div className="two-columns even">
        <div className="product-picture">
          <Picture of={product.picture} sizes="(min-width: 860px) 544px, 100vw" first />
          {product.more_pictures.length === 0 ? null : (
            <ul className="plain gallery">
              {product.more_pictures.map((picture) => (
                <li key={picture.base}>
                  <Picture of={picture} sizes="(min-width: 860px) 544px, 100vw" />
                </li>
              ))}
            </ul>
          )}
        </div>
        <div className="stack">
          <p className="small">
            {product.village ? (
              <a href={`/${path}/villages/${product.village.handle}`}>{product.village.name[path]}</a>
            ) : (
              product.cooperative.name[path]
            )}
          </p>
          <h1 className="section-title">{product.title[path]}</h1>
          {product.households > 0 && product.picked ? (
            <p className="tag good">
              {t("from", { count: product.households, dates: f.dates(product.picked.from, product.picked.to) })}
            </p>
          ) : null}
          <p>{product.description[path]}</p>
          <CycleBox selling={selling} packs={product.packs} unit={product.unit} />
          {shut ? (
            <div className="note warn stack-s">
              <Shut selling={selling} />
              <p>{c("closedText")}</p>
              <p>
                <a href={loaderData.like}>{t("like", { produce: product.produce.name[path] })}</a>
              </p>
              <TellMe product={product} />
            </div>
          ) : sellable ? (
            <Form method="post" className="stack" replace>
              <ProblemSummary problems={actionData?.problems} />
              <fieldset>
                <legend>{t("choosePack")}</legend>
                <div className="packs">
                  {product.packs.map((pack, index) => (
                    <label className="pack" key={pack.variant_id} data-pack={index}>
                      <input
                        type="radio"
                        name="variant_id"
                        value={pack.variant_id}
                        defaultChecked={pack.variant_id === chosen}
                        disabled={!inStock(pack.units)}
                      />
                      <span>
                        {pack.title[path]}
                        <span className="unit">
                          {inStock(pack.units) ? <UnitPrice pack={pack} unit={product.unit} /> : t("packGone")}
                        </span>
                      </span>
                      <span className="amount">{f.money(pack.price_minor, pack.currency)}</span>
                    </label>
                  ))}
                </div>
              </fieldset>
              <div className="row">
                <label htmlFor="quantity">{t("quantity")}</label>
                <span className="quantity">
                  <input
                    id="quantity"
                    name="quantity"
                    type="number"
                    inputMode="numeric"
                    min={1}
                    max={999}
                    step={1}
                    defaultValue={actionData?.typed?.quantity ?? "1"}
                    required
                  />
                </span>
                <button className="button" type="submit">
                  {t("add")}
                </button>
              </div>
            </Form>
          ) : (
            <div className="note warn stack-s">
              <p>{t("soldOut")}</p>
              {product.coming && product.packs.length > 0 ? (
                <section className="stack-s tell-me">
                  <h2>{p("lead")}</h2>
                  <PreorderForm product={product} />
                </section>
              ) : (
                <NextLots product={product} />
              )}
              <p>
                <a href={loaderData.like}>{t("like", { produce: product.produce.name[path] })}</a>
              </p>
              <TellMe product={product} />
            </div>
          )}
        </div>
      </div>
      <div className="two-columns even">
        <section className="stack">
          <h2>{t("facts")}</h2>
          <dl className="facts">
            <dt>{t("grade")}</dt>
            <dd>{product.grade[path]}</dd>
            {product.picked ? (
              <>
                <dt>{t("picked")}</dt>
                <dd>{f.dates(product.picked.from, product.picked.to)}</dd>
              </>
            ) : null}
            {product.season ? (
              <>
                <dt>{t("season")}</dt>
                <dd>
                  <SeasonDays from={product.season.picked_from} to={product.season.picked_to} allYear={t("allYear")} />
                </dd>
                <dt>{t("sent")}</dt>
                <dd>
                  <SeasonDays from={product.season.sent_from} to={product.season.sent_to} allYear={t("allYear")} />
                </dd>
              </>
            ) : null}
            {product.households > 0 ? (
              <>
                <dt>{t("grownBy")}</dt>
                <dd>{t("households", { count: product.households })}</dd>
              </>
            ) : null}
            <dt>{t("soldBy")}</dt>
            <dd>{product.cooperative.name[path]}</dd>
            {product.storage ? (
              <>
                <dt>{t("storage")}</dt>
                <dd>{product.storage[path]}</dd>
              </>
            ) : null}
          </dl>
          {product.certificates.length === 0 ? null : (
            <>
              <h3>{t("certificates")}</h3>
              <Certificates all={product.certificates} />
            </>
          )}
          <p className="note">{product.blendable ? t("blended") : t("oneLot")}</p>
        </section>
        {bars.length > 0 ? (
          <section className="stack">
            <h2>{t("yuan")}</h2>
            {bars.map(({ pack, rows, index }) => (
              <div key={pack.variant_id} data-yuan-of={index}>
                <YuanBar
                  rows={rows}
                  currency={pack.currency}
                  caption={t("yuanCaption", {
                    pack: pack.title[path],
                    price: f.moneyInWords(pack.price_minor, pack.currency),
                  })}
                />
              </div>
            ))}
            <p className="small muted">{t("yuanNote")}</p>
          </section>
        ) : null}
        <section className="stack">
          <h2>{t("arrival")}</h2>
          <ArrivalTable arrival={product.arrival} />
        </section>
      </div>
    </div>
  );
}
