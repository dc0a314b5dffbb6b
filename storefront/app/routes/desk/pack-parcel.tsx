import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { ParcelStateTag } from "../../features/order/ParcelCard";
import script from "../../features/packing/client/main?worker&url";
import { packingSchema } from "../../features/packing/data.server";
import { ParcelLinks } from "../../features/packing/ParcelLinks";
import { PackContents } from "../../features/packing/PackContents";
import { ScanForm } from "../../features/packing/ScanForm";
import { refusedAt } from "../../features/packing/words.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { gramsOf } from "../../features/weigh-in/read";
import { localeOf } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { formatsOf, useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/pack-parcel";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { parcel } = await desk.read(`/desk/parcels/${encodeURIComponent(params.id)}/packing`, packingSchema);
  const ticked = new URL(request.url).searchParams.get("ticked");
  return {
    parcel,
    ticked: ticked !== null && /^\d{1,3}$/.test(ticked) ? Number(ticked) : null,
    title: say(path)("packing.pack.title", { number: parcel.number }),
  };
}

/** As other forms keep what was typed: here a code is what was scanned, and no secret. */
function keep(form: FormData): Record<string, string> {
  return { ...typed(form), code: text(form, "code") };
}

const tickedSchema = z.object({ ticked: z.array(z.string()) });

/** A scan, a tick by hand, a tick taken back, or the weight that ends the packing. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const t = say(path);
  const to = `/desk/parcels/${encodeURIComponent(params.id)}`;
  const here = `/${path}/desk/pack/${encodeURIComponent(params.id)}`;
  const wrong = (field: string, words: string, status = 400, off = false) =>
    data({ problems: [{ field, text: words }], typed: keep(form), off }, { status });
  const intent = text(form, "intent");
  if (intent === "weigh") {
    const weighed_g = gramsOf(text(form, "weighed"));
    if (weighed_g === null || weighed_g === 0) return wrong("weighed", t("packing.pack.noWeight"));
    const reason = text(form, "reason");
    const answer = await desk.call(`${to}/pack`, z.object({ packed: z.object({ number: z.string() }) }), {
      body: { weighed_g, ...(reason === "" ? {} : { reason }) },
    });
    if (answer.ok) return redirect(`/${path}/desk/pack?done=${answer.value.packed.number}`);
    if (answer.refusal.code !== "weight_off") {
      return data(
        { problems: refusedAt(path, answer.refusal, "weighed"), typed: keep(form), off: false },
        { status: answer.refusal.status },
      );
    }
    const { parcel } = await desk.read(`${to}/packing`, packingSchema);
    const f = formatsOf(localeOf(path));
    const off = weighed_g - parcel.planned_g;
    const words = t(off < 0 ? "packing.pack.tooLight" : "packing.pack.tooHeavy", {
      weighed: f.kg(weighed_g),
      planned: f.kg(parcel.planned_g),
      off: f.kg(Math.abs(off)),
      allowed: f.kg(parcel.tolerance_g),
    });
    return wrong("weighed", words, 400, true);
  }
  const code = text(form, "code");
  if (intent === "scan" && code === "") return wrong("code", t("packing.pack.noCode"));
  const body = intent === "scan" ? { code } : { order_line_id: text(form, "order_line_id"), undo: intent === "undo" };
  const answer = await desk.call(`${to}/checks`, tickedSchema, { body });
  if (answer.ok) return redirect(intent === "undo" ? here : `${here}?ticked=${answer.value.ticked.length}`);
  return data(
    { problems: refusedAt(path, answer.refusal, "code", code), typed: keep(form), off: false },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PackParcelPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("packing.pack");
  const f = useFormats();
  const path = usePath();
  const { parcel, ticked, title } = loaderData;
  const open = parcel.contents.filter((one) => !one.ticked).length;
  const packing = parcel.state === "labelled";
  const problems = actionData?.problems;
  return (
    <div className="stack-l narrow">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/pack`}>{t("another")}</a>
        </p>
        <div className="row between">
          <h1>{title}</h1>
          <ParcelStateTag state={parcel.state} />
        </div>
        <p>{t("boxFor", { carton: parcel.carton, name: parcel.name })}</p>
        {ticked === null || actionData ? null : (
          <p className="note good" role="status">
            {t(open === 0 ? "allTicked" : "ticked", { open })}
          </p>
        )}
        <ProblemSummary problems={problems} />
        {parcel.replaced_by === null ? null : (
          <p className="note warn">
            {t("replaced", { number: parcel.number })}{" "}
            <ParcelLinks to={`/${path}/desk/pack`} parcels={parcel.replaced_by.parcels} />
          </p>
        )}
        {packing || parcel.replaced_by !== null ? null : (
          <p className="note warn">
            {t(
              parcel.state === "planned"
                ? "noLabel"
                : parcel.state === "packed"
                  ? "packedAlready"
                  : parcel.state === "void"
                    ? "voided"
                    : "left",
              { number: parcel.number },
            )}
          </p>
        )}
        {packing && open > 0 ? (
          <ScanForm
            label={t("goods")}
            hint={t("goodsHint")}
            typed={actionData?.typed.code}
            problems={problems}
            button={t("tick")}
          />
        ) : null}
      </section>
      <PackContents parcel={parcel} packing={packing} />
      {packing && open === 0 ? (
        <section className="stack">
          <h2>{t("weigh")}</h2>
          <p>{t("plan", { planned: f.weight(parcel.planned_g), allowed: f.kg(parcel.tolerance_g) })}</p>
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="intent" value="weigh" />
            <Input
              name="weighed"
              label={t("weighed")}
              inputMode="decimal"
              autoComplete="off"
              required
              autoFocus={!problems}
              defaultValue={actionData?.typed.weighed}
              problems={problems}
            />
            {actionData?.off || actionData?.typed.reason ? (
              <Input
                name="reason"
                label={t("reason")}
                hint={t("reasonHint")}
                maxLength={300}
                defaultValue={actionData.typed.reason}
              />
            ) : null}
            <button className="button wide">{t("finish")}</button>
          </form>
        </section>
      ) : null}
      {parcel.packed ? (
        <section className="stack">
          <h2>{t("weigh")}</h2>
          <p>
            {t("packedBy", {
              name: parcel.packed.person,
              time: f.time(parcel.packed.at),
              weight: f.weight(parcel.packed.weighed_g),
            })}
          </p>
          {parcel.packed.reason === null ? null : <p>{t("because", { reason: parcel.packed.reason })}</p>}
        </section>
      ) : null}
      <p>
        <a href={`/${path}/desk/parcels/${parcel.id}/change`}>{t("change")}</a>
      </p>
      <script src={script} defer />
    </div>
  );
}
