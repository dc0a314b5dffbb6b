import { noteOf } from "../../features/shop-desk/notes.server";
import { pageInWork } from "../../features/shop-desk/page.server";
import { changePictures, picturesOf } from "../../features/shop-desk/pictures.server";
import { PicturesEditor } from "../../features/shop-desk/PicturesEditor";
import { deskPlace } from "../../features/shop-desk/places";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { VillageNav } from "../../features/village-desk/VillageNav";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/village-pictures";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const place = deskPlace(path, params.id);
  const [page, all] = await Promise.all([pageInWork(desk, place), picturesOf(desk, `${place.api}/pictures`)]);
  return {
    id: page.id,
    handle: page.handle,
    all,
    note: noteOf(request, path),
    title: say(path)("shopDesk.pictures.of", { name: page.name[path] }),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { api, at } = deskPlace(path, params.id);
  return changePictures(desk, path, { api: `${api}/pictures`, at: `${at}/pictures` }, await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function VillagePictures({ loaderData, actionData }: Route.ComponentProps) {
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShopNav />
      <VillageNav id={loaderData.id} handle={loaderData.handle} here="pictures" />
      <PicturesEditor all={loaderData.all} answered={actionData} note={loaderData.note} />
    </section>
  );
}
