import { useTranslations } from "use-intl";
import { noteOf } from "../../features/shop-desk/notes.server";
import { NEW_PACK } from "../../features/shop-desk/product-fields";
import { changeProduct, nameOf, productInWork } from "../../features/shop-desk/product.server";
import { PackFields, ProductTextFields } from "../../features/shop-desk/ProductForm";
import { Shares } from "../../features/shop-desk/Shares";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { ProblemSummary } from "../../features/ui/Field";
import { Tag } from "../../features/ui/Tag";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/product-page";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const product = await productInWork(desk, params.id);
  const lacks = product.missing.map((field) => nameOf(path, field));
  return {
    product,
    lacks,
    note: noteOf(request, path),
    title: product.texts[`title_${path}`] || product.texts.title_zh,
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return changeProduct(desk, path, params.id, await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const ON_SALE = { sign: "✓", tone: "good" };
const OFF_SALE = { sign: "○", tone: "" };

export default function ProductEditor({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shopDesk");
  const c = useTranslations("companyPrices");
  const s = useTranslations("samples");
  const path = usePath();
  const { product, lacks, note, title } = loaderData;
  const was: Readonly<Record<string, string>> = actionData?.typed ?? product.typed;
  const problems = actionData?.problems;
  const tried = actionData?.shares ?? null;
  return (
    <section className="stack-l">
      <div className="stack">
        <h1>{title}</h1>
        <ShopNav />
        <p className="row">
          <Tag look={product.published ? ON_SALE : OFF_SALE}>{t(product.published ? "product.on" : "product.off")}</Tag>
          {product.published ? <a href={`/${path}/products/${product.handle}`}>{t("public")}</a> : null}
          <a href={`/${path}/desk/shop/products/${product.id}/pictures`}>{t("pictures.link")}</a>
          <a href={`/${path}/desk/shop/products/${product.id}/wholesale`}>{c("link")}</a>
          <a href={`/${path}/desk/shop/products/${product.id}/samples`}>{s("deskLink")}</a>
        </p>
        {note === null ? null : (
          <p className="note" role="status">
            {note}
          </p>
        )}
        <ProblemSummary problems={problems} />
        {actionData?.stale ? (
          <p className="note">
            <a href={`/${path}/desk/shop/products/${product.id}`} target="_blank" rel="noreferrer">
              {t("product.theirs")}
            </a>
          </p>
        ) : null}
      </div>
      <form method="post" className="stack-l writing" noValidate>
        <input type="hidden" name="seen" value={product.revision} />
        <ProductTextFields was={was} problems={problems} />
        <section className="stack">
          <h2>{t("product.packs")}</h2>
          <p>{t("product.packsNote")}</p>
          {product.packs.map((pack, at) => (
            <PackFields
              key={pack.variant_id}
              at={at}
              units={pack.units}
              pool={product.pool}
              currency={product.currency}
              was={was}
              problems={problems}
            />
          ))}
          {product.pool.blendable || product.packs.length === 0 ? (
            <PackFields
              at={NEW_PACK}
              units={null}
              pool={product.pool}
              currency={product.currency}
              was={was}
              problems={problems}
            />
          ) : null}
        </section>
        <section className="stack" id="shares">
          <h2>{t("product.shares")}</h2>
          <p>{t(tried ? "product.tried" : "product.sharesNote")}</p>
          <Shares shares={tried ?? product.shares} currency={product.currency} unit={product.pool.unit} />
        </section>
        <div className="row">
          <button className="button" name="intent" value="save">
            {t("product.save")}
          </button>
          <button className="button second" name="intent" value="try">
            {t("product.try")}
          </button>
        </div>
        <p className="small muted">{t("product.priceNote")}</p>
      </form>
      <section className="stack narrow-text">
        <h2>{t("product.sale")}</h2>
        {product.published || lacks.length === 0 ? null : (
          <>
            <p>{t("product.missing")}</p>
            <ul>
              {lacks.map((what) => (
                <li key={what}>{what}</li>
              ))}
            </ul>
          </>
        )}
        <form method="post">
          <input type="hidden" name="seen" value={product.revision} />
          <button
            className={product.published ? "button second" : "button"}
            name="intent"
            value={product.published ? "withdraw" : "publish"}
          >
            {t(product.published ? "product.withdraw" : "product.publish")}
          </button>
        </form>
      </section>
    </section>
  );
}
