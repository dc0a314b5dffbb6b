import { useTranslations } from "use-intl";
import { act } from "../../features/carrier-acts/acts.server";
import { cancelsSchema, pickupsSchema } from "../../features/carrier-acts/data.server";
import { CancelTag } from "../../features/carrier-acts/Tags";
import { PickupForms, PickupList } from "../../features/carrier-acts/WithCarriers";
import { carriersSchema } from "../../features/shipping/data.server";
import { PackingNav } from "../../features/packing/PackingNav";
import { ProblemSummary } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { Older } from "../../features/ui/Older";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/carrier-acts";

const PAGE = 20;

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const [{ pickups, next }, { cancels, next: cancels_next }, { carriers }] = await Promise.all([
    desk.read("/desk/pickups", pickupsSchema, { cursor: query.get("pickups") ?? undefined, limit: PAGE }),
    desk.read("/desk/booking-cancels", cancelsSchema, { cursor: query.get("cancels") ?? undefined, limit: PAGE }),
    desk.read("/desk/carriers", carriersSchema),
  ]);
  const names = Object.fromEntries(carriers.map((one) => [one.code, one[path]]));
  const title = say(path)("packing.pages.carrier-acts");
  return { pickups, next, cancels, cancels_next, carriers: carriers.filter((one) => one.active), names, title };
}

/** Orders a courier or calls one off. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return act(desk, path, await request.formData(), "/desk/carrier-acts");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CarrierActsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("carrierActs");
  const f = useFormats();
  const path = usePath();
  const { pickups, cancels, carriers, names, next, cancels_next } = loaderData;
  const here = `/${path}/desk/carrier-acts`;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <PackingNav here="carrier-acts" />
        <ProblemSummary problems={actionData?.problems} />
        <h2>{t("pickup.title")}</h2>
        <PickupForms carriers={carriers} typed={actionData?.typed} problems={actionData?.problems} />
        <PickupList pickups={pickups} names={names} />
        <Older href={next === null ? null : `${here}?pickups=${encodeURIComponent(next)}`} />
      </section>
      <section className="stack">
        <h2>{t("cancels.title")}</h2>
        <List
          label={t("cancels.title")}
          rows={cancels}
          none={t("cancels.none")}
          columns={[
            {
              head: t("cancels.parcel"),
              name: true,
              of: (one) => <a href={`/${path}/desk/parcels/${one.parcel_id}`}>{one.reference}</a>,
            },
            { head: t("cancels.state"), of: (one) => <CancelTag state={one.state} /> },
            { head: t("cancels.why"), of: (one) => one.words ?? t(`cancels.whys.${one.why}`) },
            { head: t("cancels.carrier"), of: (one) => names[one.carrier] ?? one.carrier },
            {
              head: t("cancels.said"),
              of: (one) => (one.state === "refused" ? `${one.reason ?? ""} ${t("cancels.phone")}` : ""),
            },
            { head: t("cancels.at"), of: (one) => f.time(one.at) },
          ]}
          older={cancels_next === null ? null : `${here}?cancels=${encodeURIComponent(cancels_next)}`}
        />
      </section>
    </div>
  );
}
