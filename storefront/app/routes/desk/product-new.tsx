import { useTranslations } from "use-intl";
import { meSchema } from "../../features/desk/data.server";
import { NEW_PACK } from "../../features/shop-desk/product-fields";
import { makeProduct, productsSchema } from "../../features/shop-desk/product.server";
import { PackFields, ProductTextFields } from "../../features/shop-desk/ProductForm";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { member, type Member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/product-new";

async function poolOf(desk: Member, request: Request) {
  const id = new URL(request.url).searchParams.get("pool");
  const [{ pools }, me] = await Promise.all([
    desk.read("/desk/products", productsSchema),
    desk.read("/desk/me", meSchema),
  ]);
  const pool = pools.find((one) => one.id === id);
  if (!pool) throw new Response(null, { status: 404 });
  return { pool, currency: me.cooperative.currency };
}

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const found = await poolOf(desk, request);
  const { village, produce_name, grade_name } = found.pool;
  const goods = [village?.[path], produce_name[path], grade_name[path]].filter(Boolean).join(" · ");
  return { ...found, goods, title: say(path)("shopDesk.product.newTitle") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { pool, currency } = await poolOf(desk, request);
  return makeProduct(desk, path, pool, currency, await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function NewProduct({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shopDesk.product");
  const path = usePath();
  const { pool, currency, goods, title } = loaderData;
  const was: Readonly<Record<string, string>> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <section className="stack">
      <h1>{title}</h1>
      <ShopNav />
      <p>{t("fromPool", { goods })}</p>
      <ProblemSummary problems={problems} />
      <form method="post" className="stack-l writing" noValidate>
        <ProductTextFields was={was} problems={problems} />
        <PackFields at={NEW_PACK} units={null} pool={pool} currency={currency} was={was} problems={problems} />
        <div className="row">
          <button className="button">{t("make")}</button>
          <a className="button quiet" href={`/${path}/desk/shop`}>
            {t("back")}
          </a>
        </div>
      </form>
    </section>
  );
}
