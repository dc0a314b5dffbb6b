import { useTranslations } from "use-intl";
import { traceOf } from "../features/trace/data.server";
import { ParcelCard } from "../features/order/ParcelCard";
import { say } from "../i18n/say.server";
import { pathParam } from "../lib/path";
import type { Route } from "./+types/trace";

export async function loader({ params }: Route.LoaderArgs) {
  const path = pathParam(params);
  return { parcel: await traceOf(params.number), title: say(path)("trace.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function TracePage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("trace");
  return (
    <div className="narrow stack">
      <h1 className="section-title">{t("title")}</h1>
      <p>{t("lead")}</p>
      <ParcelCard parcel={loaderData.parcel} alone />
      <p className="small muted">{t("names")}</p>
    </div>
  );
}
