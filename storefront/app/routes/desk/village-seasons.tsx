import { noteOf } from "../../features/shop-desk/notes.server";
import { deskPlace } from "../../features/shop-desk/places";
import { changeSeasons, seasonsOf } from "../../features/village-desk/seasons.server";
import { SeasonsEditor } from "../../features/village-desk/SeasonsEditor";
import { VillageFacts } from "../../features/village-desk/VillageFacts";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/village-seasons";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const all = await seasonsOf(desk, deskPlace(path, params.id));
  return {
    all,
    note: noteOf(request, path),
    title: say(path)("villageDesk.seasons.title", { village: all.village.name[path] }),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return changeSeasons(desk, path, deskPlace(path, params.id), await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function VillageSeasons({ loaderData, actionData }: Route.ComponentProps) {
  const { all, note, title } = loaderData;
  return (
    <VillageFacts part="seasons" village={all.village} title={title} note={note} problems={actionData?.problems}>
      <SeasonsEditor all={all} answered={actionData} />
    </VillageFacts>
  );
}
