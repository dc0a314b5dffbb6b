import { useTranslations } from "use-intl";
import { deskPlace } from "../../features/shop-desk/places";
import { noteOf } from "../../features/shop-desk/notes.server";
import { PageEditor } from "../../features/shop-desk/PageEditor";
import { pageInWork, saveDraft } from "../../features/shop-desk/page.server";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/village-page";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const page = await pageInWork(desk, deskPlace(path, params.id));
  return { page, note: noteOf(request, path), title: say(path)("shopDesk.page.title", { village: page.name[path] }) };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return saveDraft(desk, path, deskPlace(path, params.id), await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function VillagePageEditor({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shopDesk");
  const path = usePath();
  const { page, note, title } = loaderData;
  return (
    <section className="stack">
      <h1>{title}</h1>
      <ShopNav />
      <p className="row">
        <a href={`/${path}/villages/${page.handle}`}>{t("public")}</a>
        <a href={`/${path}/desk/shop/villages/${page.id}/pictures`}>{t("pictures.link")}</a>
      </p>
      <PageEditor page={page} answered={actionData} note={note} />
    </section>
  );
}
