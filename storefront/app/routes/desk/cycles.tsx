import { useTranslations } from "use-intl";
import { cyclesSchema } from "../../features/cycle/desk.server";
import { LOOKS, standingOf } from "../../features/cycle/states";
import { Older } from "../../features/ui/Older";
import { Tag } from "../../features/ui/Tag";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/cycles";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("cursor");
  const found = await desk.read("/desk/cycles", cyclesSchema, cursor === null ? {} : { cursor });
  return { ...found, now: new Date().toISOString(), title: say(path)("cycles.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** The order cycles of a cooperative, the newest first. */
export default function CyclesPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("cycles");
  const f = useFormats();
  const path = usePath();
  const { cycles, next, now } = loaderData;
  return (
    <section className="stack">
      <div className="row between">
        <h1>{t("title")}</h1>
        <a className="button" href={`/${path}/desk/cycles/new`}>
          {t("new")}
        </a>
      </div>
      <p>{t("about")}</p>
      {cycles.length === 0 ? <p className="panel">{t("none")}</p> : null}
      <ul className="plain stack">
        {cycles.map((cycle) => {
          const standing = standingOf(cycle, now);
          return (
            <li key={cycle.id} className="panel stack-s">
              <div className="row between">
                <a href={`/${path}/desk/cycles/${cycle.id}`}>
                  <strong>{cycle.name[path]}</strong>
                </a>
                <Tag look={LOOKS[standing]}>{t(`standing.${standing}`)}</Tag>
              </div>
              <p>{t("window", { opens: f.time(cycle.opens_at), closes: f.time(cycle.closes_at) })}</p>
              <p className="muted small">{t("soFar", { count: cycle.orders })}</p>
            </li>
          );
        })}
      </ul>
      <Older href={next === null ? null : `/${path}/desk/cycles?cursor=${encodeURIComponent(next)}`} />
    </section>
  );
}
