import { useTranslations } from "use-intl";
import { pageHead } from "../features/store/head";
import { Older } from "../features/ui/Older";
import { noticesOfVillage } from "../features/village/notice.server";
import { Notices } from "../features/village/Notices";
import { say } from "../i18n/say.server";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/village-notices";

/** A plain document, as the village's page is. */
export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const found = await noticesOfVillage(params.handle, new URL(request.url).searchParams.get("before"));
  return { ...found, title: say(path)("village.noticesOf", { village: found.village.name[path] }) };
}

export const meta: Route.MetaFunction = ({ loaderData, ...where }) =>
  pageHead(where, { title: `${loaderData?.title ?? ""} · Commonlot` });

export default function VillageNotices({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("village");
  const path = usePath();
  const { village, notices, next, title } = loaderData;
  const here = `/${path}/villages/${village.handle}`;
  return (
    <div className="wrap stack-l narrow">
      <p>
        <a href={here}>{village.name[path]}</a>
      </p>
      <h1>{title}</h1>
      {notices.length === 0 ? <p className="panel">{t("noNotices")}</p> : <Notices all={notices} level={2} />}
      <Older href={next === null ? null : `${here}/notices?before=${encodeURIComponent(next)}`} />
    </div>
  );
}
