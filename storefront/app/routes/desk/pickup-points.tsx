import { useTranslations } from "use-intl";
import { pointsOf } from "../../features/pickup-desk/data.server";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { List } from "../../features/ui/List";
import { Tag } from "../../features/ui/Tag";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import { today as todayHere } from "../../lib/today.server";
import type { Route } from "./+types/pickup-points";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const t = say(path);
  return {
    points: await pointsOf(desk),
    today: todayHere(),
    note: query.has("written") ? t("pickupDesk.written") : query.has("ended") ? t("pickupDesk.endedNow") : null,
    title: t("pickupDesk.title"),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PickupPointsPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("pickupDesk");
  const f = useFormats();
  const path = usePath();
  const { points, today, note, title } = loaderData;
  const base = `/${path}/desk/pickup-points`;
  return (
    <section className="stack">
      <h1>{title}</h1>
      <ShippingNav here="pickup-points" />
      {note === null ? null : (
        <p className="note good" role="status">
          {note}
        </p>
      )}
      <p>{t("intro")}</p>
      <p>
        <a className="button" href={`${base}/new`}>
          {t("new")}
        </a>
      </p>
      <List
        label={title}
        rows={points}
        none={t("none")}
        columns={[
          {
            head: t("head.name"),
            name: true,
            of: (one) => (one.ended ? one[`name_${path}`] : <a href={`${base}/${one.id}`}>{one[`name_${path}`]}</a>),
          },
          { head: t("head.address"), of: (one) => `${one.province}${one.city}${one.street}` },
          { head: t("head.hours"), of: (one) => one[`hours_${path}`] },
          {
            head: t("head.days"),
            of: (one) =>
              one.valid_to === null
                ? t("from", { from: f.date(one.valid_from) })
                : t("fromTo", { from: f.date(one.valid_from), to: f.date(one.valid_to) }),
          },
          {
            head: t("head.state"),
            of: (one) => {
              if (one.ended) return <Tag look={{ sign: "×", tone: "" }}>{t("ended")}</Tag>;
              const now = one.valid_from <= today && (one.valid_to === null || one.valid_to >= today);
              return now ? (
                <Tag look={{ sign: "✓", tone: "good" }}>{t("offered")}</Tag>
              ) : (
                <Tag look={{ sign: "○", tone: "" }}>{t("later")}</Tag>
              );
            },
          },
        ]}
      />
    </section>
  );
}
