import { useTranslations } from "use-intl";
import { giveThanks, ownThanks } from "../features/thanks/data.server";
import { Thanks } from "../features/thanks/Thanks";
import { ThanksForm } from "../features/thanks/ThanksForm";
import { traceOf } from "../features/trace/data.server";
import { ParcelCard } from "../features/order/ParcelCard";
import { say } from "../i18n/say.server";
import { pathParam } from "../lib/path";
import type { Route } from "./+types/trace";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const [traced, mine] = await Promise.all([traceOf(params.number), ownThanks(request, params.number)]);
  return { ...traced, mine, title: say(path)("trace.title") };
}

/** Thanks by the order's buyer. */
export const action = ({ request, params }: Route.ActionArgs) => giveThanks(request, params.number, pathParam(params));

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function TracePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("trace");
  const { parcel, thanks, mine } = loaderData;
  return (
    <div className="narrow stack">
      <h1 className="section-title">{t("title")}</h1>
      <p>{t("lead")}</p>
      <ParcelCard parcel={parcel} alone />
      {/* Its own buyer reads it in their own box. */}
      {thanks === null || mine.own ? null : <Thanks thanks={thanks} />}
      <ThanksForm mine={mine} said={actionData} />
      <p className="small muted">{t("names")}</p>
    </div>
  );
}
