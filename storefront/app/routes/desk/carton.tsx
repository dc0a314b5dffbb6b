import { useTranslations } from "use-intl";
import { cartonsSchema, movementsSchema } from "../../features/shipping/data.server";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/carton";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("cursor") ?? undefined;
  const [{ movements, next }, { cartons }] = await Promise.all([
    desk.read(`/desk/cartons/${encodeURIComponent(params.id)}/movements`, movementsSchema, { cursor }),
    desk.read("/desk/cartons", cartonsSchema),
  ]);
  const carton = cartons.find((one) => one.id === params.id);
  const name = carton ? `${carton.code} · ${carton.title}` : params.id;
  return {
    id: params.id,
    movements,
    next,
    on_shelf: carton?.on_shelf ?? null,
    title: say(path)("shipping.movesOf", { name }),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CartonPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("shipping");
  const f = useFormats();
  const path = usePath();
  const { movements, next, on_shelf } = loaderData;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShippingNav here="cartons" />
      {on_shelf === null ? null : <p>{t("nowOnShelf", { count: on_shelf })}</p>}
      <List
        label={loaderData.title}
        rows={movements}
        none={t("notCounted")}
        older={next === null ? null : `/${path}/desk/cartons/${loaderData.id}?cursor=${encodeURIComponent(next)}`}
        columns={[
          { head: t("when"), name: true, of: (move) => f.time(move.at) },
          { head: t("what"), of: (move) => t(`moves.${move.reason}`) },
          {
            head: t("count"),
            num: true,
            of: (move) => `${move.delta > 0 ? "+" : "−"}${f.number(Math.abs(move.delta))}`,
          },
          { head: t("note"), of: (move) => move.words ?? "—" },
          { head: t("who"), of: (move) => move.person ?? t("house") },
        ]}
      />
      <p>
        <a href={`/${path}/desk/cartons`}>{t("back")}</a>
      </p>
    </section>
  );
}
