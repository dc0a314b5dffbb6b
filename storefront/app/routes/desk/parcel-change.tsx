import { data } from "react-router";
import { useTranslations } from "use-intl";
import { ParcelStateTag } from "../../features/order/ParcelCard";
import { changeParcel } from "../../features/packing/change.server";
import { packingSchema, siblingsSchema } from "../../features/packing/data.server";
import { RegroupForms } from "../../features/packing/RegroupForms";
import { titlesIn, titlesOf } from "../../features/produce/names.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/parcel-change";

const DONE = ["relabelled", "regrouped"] as const;

/** Parcels of one order that are looked through for others to the same place. */
const LOOKED_THROUGH = 200;

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { parcel } = await desk.read(`/desk/parcels/${encodeURIComponent(params.id)}/packing`, packingSchema);
  const titled = await titlesIn(path, titlesOf(parcel.contents));
  const { parcels } = await desk.read("/desk/parcels", siblingsSchema, {
    order_id: parcel.order_id,
    limit: LOOKED_THROUGH,
  });
  const own = parcels.find((one) => one.id === parcel.id);
  const done = new URL(request.url).searchParams.get("done");
  return {
    parcel: { ...parcel, contents: titled(parcel.contents) },
    siblings: parcels.filter(
      (one) =>
        one.id !== parcel.id &&
        one.destination_id === own?.destination_id &&
        (one.state === "planned" || one.state === "labelled"),
    ),
    done: DONE.find((one) => one === done) ?? null,
    title: say(path)("packing.change.title", { number: parcel.number }),
  };
}

/** Prints the label again, replaces it, or parts and joins parcels: looked at first, then done. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const done = await changeParcel(desk, path, params.id, await request.formData());
  return done instanceof Response ? done : data(done.page, { status: done.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ParcelChangePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("packing.change");
  const path = usePath();
  const { parcel, siblings, done, title } = loaderData;
  const problems = actionData?.problems;
  const labelled = parcel.state === "labelled" || parcel.state === "packed";
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/parcels/${parcel.id}`}>{t("back")}</a>
        </p>
        <div className="row between">
          <h1>{title}</h1>
          <ParcelStateTag state={parcel.state} />
        </div>
        {done === null || actionData ? null : (
          <p className="note good" role="status">
            {t(done, { number: parcel.number })}
          </p>
        )}
        {done !== "relabelled" || actionData ? null : parcel.own_label ? (
          <p>
            <a className="button" href={`/${path}/desk/parcels/${parcel.id}/label`}>
              {t("newLabel")}
            </a>
          </p>
        ) : (
          <p className="row">
            {t("labelSoon")}
            <a className="button second" href={`/${path}/desk/parcels/${parcel.id}/change?done=relabelled`}>
              {t("lookAgain")}
            </a>
          </p>
        )}
        <ProblemSummary problems={problems} />
        {labelled || parcel.state === "planned" ? null : <p className="note warn">{t("tooLate")}</p>}
      </section>
      {labelled ? (
        <section className="stack">
          <h2>{t("reprint")}</h2>
          <p>{t("reprintHint")}</p>
          <form method="post" className="row">
            <button className="button second" name="paper" value="labels">
              {t("reprintButton")}
            </button>
            <button className="button second" name="paper" value="slips">
              {t("slipButton")}
            </button>
          </form>
        </section>
      ) : null}
      {labelled ? (
        <section className="stack">
          <h2>{t("relabel")}</h2>
          <p>{t("relabelHint")}</p>
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="number" value={parcel.number} />
            <Input
              name="reason"
              label={t("reason")}
              maxLength={300}
              required
              defaultValue={actionData?.typed.reason}
              problems={problems}
            />
            <button className="button second" name="intent" value="relabel">
              {t("relabelButton")}
            </button>
          </form>
        </section>
      ) : null}
      {parcel.state === "planned" || parcel.state === "labelled" ? (
        <RegroupForms
          parcel={parcel}
          siblings={siblings}
          typed={actionData?.typed ?? {}}
          chosen={actionData?.chosen ?? []}
          preview={actionData?.preview ?? null}
          problems={problems}
        />
      ) : null}
    </div>
  );
}
