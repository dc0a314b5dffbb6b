import { deskPlace } from "../../features/shop-desk/places";
import { noteOf } from "../../features/shop-desk/notes.server";
import { PageEditor } from "../../features/shop-desk/PageEditor";
import { pageInWork, saveDraft } from "../../features/shop-desk/page.server";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { VillageNav } from "../../features/village-desk/VillageNav";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
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
  const { page, note, title } = loaderData;
  return (
    <section className="stack">
      <h1>{title}</h1>
      <ShopNav />
      <VillageNav id={page.id} handle={page.handle} here="page" />
      <PageEditor page={page} answered={actionData} note={note} />
    </section>
  );
}
