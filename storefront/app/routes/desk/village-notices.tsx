import { randomUUID } from "node:crypto";
import { noteOf } from "../../features/shop-desk/notes.server";
import { deskPlace } from "../../features/shop-desk/places";
import { changeNotices, noticesOf } from "../../features/village-desk/notices.server";
import { NoticesEditor } from "../../features/village-desk/NoticesEditor";
import { VillageFacts } from "../../features/village-desk/VillageFacts";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/village-notices";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const all = await noticesOf(desk, deskPlace(path, params.id), new URL(request.url).searchParams.get("before"));
  return {
    all,
    // The form's own key: pressed twice, it is published once.
    key: randomUUID(),
    note: noteOf(request, path),
    title: say(path)("villageDesk.notices.title", { village: all.village.name[path] }),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return changeNotices(desk, path, deskPlace(path, params.id), await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function VillageNotices({ loaderData, actionData }: Route.ComponentProps) {
  const { all, key, note, title } = loaderData;
  return (
    <VillageFacts part="notices" village={all.village} title={title} note={note} problems={actionData?.problems}>
      <NoticesEditor all={all} formKey={key} answered={actionData} />
    </VillageFacts>
  );
}
