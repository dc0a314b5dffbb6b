import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { ParcelStateTag } from "../../features/order/ParcelCard";
import script from "../../features/packing/client/main?worker&url";
import { packingSchema, type Packing } from "../../features/packing/data.server";
import { ParcelLinks } from "../../features/packing/ParcelLinks";
import { CareTags, careOfAll } from "../../features/packing/CareTags";
import { PackLayers } from "../../features/packing/PackLayers";
import { PackContents } from "../../features/packing/PackContents";
import { WantedOn } from "../../features/packing/Wanted";
import { ScanForm } from "../../features/packing/ScanForm";
import { closedWords, refusedAt } from "../../features/packing/words.server";
import { titlesIn, titlesOf } from "../../features/produce/names.server";
import { Input, ProblemSummary, type Problem } from "../../features/ui/Field";
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
  const titled = await titlesIn(path, titlesOf(parcel.contents));
  const query = new URL(request.url).searchParams;
  const ticked = query.get("ticked");
  return {
    parcel: { ...parcel, contents: titled(parcel.contents) },
    back: query.has("back"),
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
    data({ problems: [{ field, text: words }], again: null, typed: keep(form), off }, { status });
  const intent = text(form, "intent");
  // Another packer was first, or it was planned anew meanwhile: said by where it stands now.
  const closed = async (field: string) => {
    const { parcel } = await desk.read(`${to}/packing`, packingSchema);
    return wrong(field, closedWords(path, parcel));
  };
  if (intent === "weigh") {
    const weighed_g = gramsOf(text(form, "weighed"));
    if (weighed_g === null || weighed_g === 0) return wrong("weighed", t("packing.pack.noWeight"));
    const reason = text(form, "reason");
    const answer = await desk.call(`${to}/pack`, z.object({ packed: z.object({ number: z.string() }) }), {
      body: { weighed_g, ...(reason === "" ? {} : { reason }) },
    });
    if (answer.ok) return redirect(`/${path}/desk/pack?done=${answer.value.packed.number}`);
    if (answer.refusal.code === "not_to_pack") return closed("weighed");
    if (answer.refusal.code !== "weight_off") {
      return data(
        { problems: refusedAt(path, answer.refusal, "weighed"), again: null, typed: keep(form), off: false },
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
  const answer = await desk.call(`${to}/checks`, tickedSchema, { body: checkOf(intent, form, code) });
  if (answer.ok)
    return redirect(intent.startsWith("undo") ? `${here}?back` : `${here}?ticked=${answer.value.ticked.length}`);
  if (answer.refusal.code === "not_to_pack") return closed("code");
  const problems = refusedAt(path, answer.refusal, "code", code);
  // Scanned twice, or sent again after a lost answer: nothing is wrong, so nothing is to be mended.
  return answer.refusal.code === "line_complete"
    ? data({ problems: [], again: problems[0]?.text ?? null, typed: {}, off: false })
    : data({ problems, again: null, typed: keep(form), off: false }, { status: answer.refusal.status });
}

function checkOf(intent: string, form: FormData, code: string) {
  if (intent === "scan") return { code };
  if (intent === "undo_last") return { undo_at: text(form, "ticked_at") };
  return { order_line_id: text(form, "order_line_id"), undo: intent === "undo" };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PackParcelPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("packing.pack");
  const boxes = useTranslations("boxes");
  const f = useFormats();
  const path = usePath();
  const { parcel, ticked, back, title } = loaderData;
  const open = parcel.contents.filter((one) => !one.ticked).length;
  const packing = parcel.state === "labelled";
  const problems: readonly Problem[] | undefined = actionData?.problems.length ? actionData.problems : undefined;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const last = lastTicked(parcel.contents);
  const heard = problems
    ? "wrong"
    : actionData?.again
      ? "again"
      : ticked === null || actionData
        ? undefined
        : open === 0
          ? "done"
          : "right";
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
        <p>
          {t("boxFor", { carton: parcel.carton, name: parcel.name })} <WantedOn day={parcel.wanted_on} />
        </p>
        <CareTags care={careOfAll(parcel.contents.map((one) => one.care))} />
        {parcel.declared_minor === null ? null : (
          <p>{boxes("insured", { amount: f.money(parcel.declared_minor, parcel.currency) })}</p>
        )}
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
      </section>
      <section className="pack-now stack-s" aria-label={t("now")} data-heard={heard}>
        {ticked === null || actionData ? null : (
          <p className="note good" role="status">
            {t(open === 0 ? "allTicked" : "ticked", { open })}
          </p>
        )}
        {back && !actionData ? (
          <p className="note" role="status">
            {t("takenBack", { open })}
          </p>
        ) : null}
        {actionData?.again ? (
          <p className="note" role="status">
            {actionData.again}
          </p>
        ) : null}
        <ProblemSummary problems={problems} />
        {packing && open > 0 ? (
          <ScanForm
            label={t("goods")}
            hint={t("goodsHint")}
            typed={typed.code}
            problems={problems}
            button={t("tick")}
          />
        ) : null}
        {packing && last ? (
          <form method="post">
            <input type="hidden" name="ticked_at" value={last.ticked_at} />
            <button className="button quiet" name="intent" value="undo_last">
              {last.count === 1 ? t("undoLast", { lot: last.lot_number }) : t("undoLastFew", { count: last.count })}
            </button>
          </form>
        ) : null}
      </section>
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
              defaultValue={typed.weighed}
              problems={problems}
            />
            {actionData?.off || typed.reason ? (
              <Input
                name="reason"
                label={t("reason")}
                hint={t("reasonHint")}
                maxLength={300}
                defaultValue={typed.reason}
              />
            ) : null}
            <button className="button wide">{t("finish")}</button>
          </form>
        </section>
      ) : null}
      <PackContents parcel={parcel} packing={packing} />
      {packing ? <PackLayers parcel={parcel} /> : null}
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

/** What the last scan or tick put in: contents ticked in one moment. */
function lastTicked(contents: Packing["contents"]): { ticked_at: string; lot_number: string; count: number } | null {
  const moments = contents.flatMap((one) => (one.ticked && one.ticked_at !== null ? [one.ticked_at] : [])).sort();
  const ticked_at = moments.at(-1);
  if (ticked_at === undefined) return null;
  const of = contents.filter((one) => one.ticked_at === ticked_at);
  return { ticked_at, lot_number: of[0]?.lot_number ?? "", count: of.length };
}
