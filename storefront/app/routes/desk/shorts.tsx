import { useTranslations } from "use-intl";
import { shortsSchema } from "../../features/shorts/data.server";
import { ShortTag } from "../../features/shorts/ShortTag";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/shorts";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const found = await desk.read("/desk/shorts", shortsSchema, {
    after_at: query.get("after_at") ?? undefined,
    after_id: query.get("after_id") ?? undefined,
  });
  return { ...found, title: say(path)("shorts.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ShortsPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("shorts");
  const f = useFormats();
  const path = usePath();
  const { shorts, next } = loaderData;
  return (
    <section className="stack">
      <div className="row between">
        <h1>{t("title")}</h1>
        <span className="row">
          <a className="button" href={`/${path}/desk/shorts/new`}>
            {t("enter")}
          </a>
          <a className="button second" href={`/${path}/desk/recalls`}>
            {t("recalls")}
          </a>
        </span>
      </div>
      {shorts.length === 0 ? <p className="panel">{t("none")}</p> : null}
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t("title")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("number")}</th>
              <th scope="col">{t("state")}</th>
              <th scope="col">{t("what")}</th>
              <th scope="col" className="num">
                {t("amount")}
              </th>
              <th scope="col" className="num">
                {t("refund")}
              </th>
              <th scope="col">{t("at")}</th>
            </tr>
          </thead>
          <tbody>
            {shorts.map((short) => (
              <tr key={short.id}>
                <th scope="row">
                  <a href={`/${path}/desk/shorts/${short.id}`}>{short.number}</a>
                </th>
                <td>
                  <ShortTag state={short.state} />
                </td>
                <td>
                  {t(`kinds.${short.kind}`)}
                  <br />
                  <span className="muted">{short.reason}</span>
                </td>
                <td className="num">{short.units === null ? "" : f.units(short.units, short.unit)}</td>
                <td className="num">{short.currency === null ? "" : f.money(short.refund_minor, short.currency)}</td>
                <td>{f.time(short.entered_at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {next === null ? null : (
        <p>
          <a
            href={`/${path}/desk/shorts?after_at=${encodeURIComponent(next.at)}&after_id=${encodeURIComponent(next.id)}`}
          >
            {t("older")}
          </a>
        </p>
      )}
    </section>
  );
}
