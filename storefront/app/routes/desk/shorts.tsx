import { useTranslations } from "use-intl";
import { shortsSchema } from "../../features/shorts/data.server";
import { ShortTag } from "../../features/shorts/ShortTag";
import { List } from "../../features/ui/List";
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
      <List
        label={t("title")}
        rows={shorts}
        none={t("none")}
        columns={[
          { head: t("number"), name: true, of: (one) => <a href={`/${path}/desk/shorts/${one.id}`}>{one.number}</a> },
          { head: t("state"), of: (one) => <ShortTag state={one.state} /> },
          {
            head: t("what"),
            of: (one) => (
              <>
                {t(`kinds.${one.kind}`)}
                <br />
                <span className="muted">{one.reason}</span>
              </>
            ),
          },
          { head: t("amount"), num: true, of: (one) => (one.units === null ? "" : f.units(one.units, one.unit)) },
          {
            head: t("refund"),
            num: true,
            of: (one) => (one.currency === null ? "" : f.money(one.refund_minor, one.currency)),
          },
          { head: t("at"), of: (one) => f.time(one.entered_at) },
        ]}
        older={
          next === null
            ? null
            : `/${path}/desk/shorts?after_at=${encodeURIComponent(next.at)}&after_id=${encodeURIComponent(next.id)}`
        }
      />
    </section>
  );
}
