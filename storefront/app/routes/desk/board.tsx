import { useTranslations } from "use-intl";
import { ParcelStateTag } from "../../features/order/ParcelCard";
import { BoardFigures } from "../../features/packing/BoardFigures";
import { BOARD_LISTS, boardSchema } from "../../features/packing/data.server";
import { PackingNav } from "../../features/packing/PackingNav";
import { PlansNow } from "../../features/planning/PlansNow";
import { plansNow } from "../../features/planning/words.server";
import { carriersSchema } from "../../features/shipping/data.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/board";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const list = BOARD_LISTS.find((one) => one === query.get("list"));
  const [board, plans, { carriers }] = await Promise.all([
    desk.read("/desk/board", boardSchema, { list, cursor: query.get("after") ?? undefined }),
    plansNow(desk, path),
    desk.read("/desk/carriers", carriersSchema),
  ]);
  const names = Object.fromEntries(carriers.map((one) => [one.code, one[path]]));
  const t = say(path);
  const name =
    board.list === "late" || board.list === "silent" || board.list === "refused"
      ? t(`packing.board.lists.${board.list}`)
      : t(`parcel.states.${board.list}`);
  return { ...board, plans, names, name, title: t("packing.pages.board") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function BoardPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("packing.board");
  const f = useFormats();
  const path = usePath();
  const { counts, list, name, names, parcels, next } = loaderData;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <PackingNav here="board" />
        <BoardFigures counts={counts} />
        <PlansNow plans={loaderData.plans} here="desk/board" />
      </section>
      <section className="stack">
        <h2>{name}</h2>
        {list === "refused" ? (
          <p>
            <a href={`/${path}/desk/tracking-numbers`}>{t("mend")}</a>
          </p>
        ) : null}
        <List
          label={name}
          rows={parcels}
          none={t("none")}
          columns={[
            {
              head: t("parcel"),
              name: true,
              of: (one) => <a href={`/${path}/desk/parcels/${one.id}`}>{one.number}</a>,
            },
            { head: t("to"), of: (one) => one.name },
            { head: t("state"), of: (one) => <ParcelStateTag state={one.state} /> },
            { head: t("since"), of: (one) => f.time(one.since) },
            { head: t("wave"), of: (one) => one.wave_number ?? "" },
            {
              head: t("tracking"),
              of: (one) => [names[one.carrier] ?? one.carrier, one.tracking_number].filter(Boolean).join(" "),
            },
          ]}
        />
        {next === null ? null : (
          <p>
            <a href={`/${path}/desk/board?list=${list}&after=${encodeURIComponent(next)}`}>{t("more")}</a>
          </p>
        )}
      </section>
    </div>
  );
}
