import { officePlace } from "../../features/shop-desk/places";
import { locatorMap } from "../../features/locator/locator.server";
import { decide, pageInWork, previewOf } from "../../features/shop-desk/page.server";
import { Preview } from "../../features/shop-desk/Preview";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/page-preview";

/** As the shop: no script, and none of the office's looks. */
export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const office = await member(request, "office", path);
  const place = officePlace(path);
  const [page, village] = await Promise.all([pageInWork(office, place), previewOf(office, place)]);
  return {
    village,
    map: village.place && locatorMap(village.place),
    back: place.at,
    revision: page.revision,
    hasDraft: page.draft !== null,
    title: say(path)("shopDesk.preview.of", { village: village.name[path] }),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const office = await member(request, "office", path);
  return decide(office, path, officePlace(path), await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function OfficePreview({ loaderData, actionData }: Route.ComponentProps) {
  return <Preview {...loaderData} problems={actionData?.problems} />;
}
