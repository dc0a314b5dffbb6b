import { useTranslations } from "use-intl";
import { paperSchema } from "../../features/packing/data.server";
import { Refreshing } from "../../features/packing/Refreshing";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/paper";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { paper } = await desk.read(`/desk/papers/${encodeURIComponent(params.id)}`, paperSchema);
  return { paper, title: say(path)(`packing.papers.kinds.${paper.kind}`) };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PaperPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("packing.papers");
  const path = usePath();
  const { paper, title } = loaderData;
  const back =
    paper.wave_id !== null
      ? `waves/${paper.wave_id}`
      : paper.handover_id !== null
        ? `handovers/${paper.handover_id}`
        : `parcels/${paper.parcel_id ?? ""}`;
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/desk/${back}`}>{t("back")}</a>
      </p>
      <h1>{title}</h1>
      {paper.state === "asked" ? (
        <>
          <p className="note" role="status">
            {t("printing", { pages: paper.pages_done })}
          </p>
          <Refreshing />
        </>
      ) : (
        <>
          <p className="note good" role="status">
            {t("ready", { pages: paper.pages ?? 0 })}
          </p>
          <p>
            <a className="button" href={`/${path}/desk/papers/${paper.id}/file`}>
              {t("open")}
            </a>
          </p>
          {paper.kind === "labels" || paper.kind === "labels_a4" ? <p>{t("sameNumber")}</p> : null}
        </>
      )}
    </section>
  );
}
