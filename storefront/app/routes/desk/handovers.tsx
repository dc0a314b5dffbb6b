import { useTranslations } from "use-intl";
import { handoversSchema } from "../../features/packing/data.server";
import { PackingNav } from "../../features/packing/PackingNav";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/handovers";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  return {
    ...(await desk.read("/desk/handovers", handoversSchema, { cursor })),
    title: say(path)("packing.pages.handovers"),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function HandoversPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("packing.handover");
  const f = useFormats();
  const path = usePath();
  const { handovers, next } = loaderData;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <PackingNav here="handovers" />
      <List
        label={loaderData.title}
        rows={handovers}
        none={t("none")}
        columns={[
          {
            head: t("number"),
            name: true,
            of: (one) => <a href={`/${path}/desk/handovers/${one.id}`}>{one.number}</a>,
          },
          { head: t("at"), of: (one) => f.time(one.at) },
          { head: t("driver"), of: (one) => [one.driver, one.plate].filter(Boolean).join(" · ") },
          { head: t("signed"), of: (one) => t(one.signed ? "withSignature" : "withName") },
          { head: t("parcels"), num: true, of: (one) => f.number(one.parcels) },
          { head: t("gross"), num: true, of: (one) => f.kg(one.gross_g) },
        ]}
        older={next === null ? null : `/${path}/desk/handovers?before=${encodeURIComponent(next)}`}
      />
    </section>
  );
}
