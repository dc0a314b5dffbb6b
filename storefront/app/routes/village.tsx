import { orNearest } from "../features/find/nearest.server";
import { locatorMap } from "../features/locator/locator.server";
import { addressOf, pageHead } from "../features/store/head";
import { villageAbout } from "../features/store/schema-org";
import { shareTags } from "../features/store/share";
import { shareLink } from "../features/store/share.server";
import { villageByHandle } from "../features/village/data.server";
import { VillageView } from "../features/village/VillageView";
import { pathOf } from "../i18n/locale";
import { pathParam } from "../lib/path";
import type { Route } from "./+types/village";

/** A plain document, as the first page is. */
export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const village = await orNearest(villageByHandle(params.handle), params.handle, "villages");
  return {
    village,
    map: village.place && locatorMap(village.place),
    title: village.name[path],
    share: shareLink(request, "villages", village.handle),
  };
}

export const meta: Route.MetaFunction = ({ loaderData, ...where }) => {
  if (!loaderData) return [];
  const { village, title, share } = loaderData;
  const path = pathOf(where.location.pathname) ?? "zh";
  return [
    ...pageHead(where, {
      title: `${title} · Commonlot`,
      description: village.story[path],
      about: [villageAbout(village, { path, address: addressOf(where), image: share.image })],
    }),
    ...shareTags(share, title),
  ];
};

export default function VillagePage({ loaderData }: Route.ComponentProps) {
  return <VillageView village={loaderData.village} map={loaderData.map} />;
}
