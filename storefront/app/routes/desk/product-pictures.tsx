import { useTranslations } from "use-intl";
import { noteOf } from "../../features/shop-desk/notes.server";
import { changePictures, picturesOf } from "../../features/shop-desk/pictures.server";
import { PicturesEditor } from "../../features/shop-desk/PicturesEditor";
import { apiOf, pageOf, productInWork } from "../../features/shop-desk/product.server";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/product-pictures";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [product, all] = await Promise.all([
    productInWork(desk, params.id),
    picturesOf(desk, `${apiOf(params.id)}/pictures`),
  ]);
  const name = product.texts[`title_${path}`] || product.texts.title_zh;
  return { id: product.id, all, note: noteOf(request, path), title: say(path)("shopDesk.pictures.of", { name }) };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const place = { api: `${apiOf(params.id)}/pictures`, at: `${pageOf(path, params.id)}/pictures` };
  return changePictures(desk, path, place, await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ProductPictures({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shopDesk");
  const path = usePath();
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShopNav />
      <p>
        <a href={`/${path}/desk/shop/products/${loaderData.id}`}>{t("product.link")}</a>
      </p>
      <PicturesEditor all={loaderData.all} answered={actionData} note={loaderData.note} />
    </section>
  );
}
