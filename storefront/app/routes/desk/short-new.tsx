import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { deskLotsSchema } from "../../features/desk/data.server";
import { LotFinder, lotsAsked } from "../../features/desk/LotFinder";
import { LOT_KINDS, POLICIES, shortSchema } from "../../features/shorts/data.server";
import { shortWords } from "../../features/shorts/refusals.server";
import { lotLifeSchema, parcelLifeSchema } from "../../features/shorts/life.server";
import { unitsTyped } from "../../features/shorts/units";
import { Input, ProblemSummary, Select, TextArea } from "../../features/ui/Field";
import { fieldOf, text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/short-new";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const asked = lotsAsked(request.url);
  const [lot_id, parcel_id, order_id] = [query.get("lot"), query.get("parcel"), query.get("order")];
  const [lot, parcel, lots] = await Promise.all([
    lot_id === null ? null : desk.read(`/desk/lots/${encodeURIComponent(lot_id)}`, lotLifeSchema),
    parcel_id === null ? null : desk.read(`/desk/parcels/${encodeURIComponent(parcel_id)}`, parcelLifeSchema),
    lot_id === null && parcel_id === null
      ? desk.read("/desk/lots", deskLotsSchema, { ...asked.query, here: "true", limit: 100 })
      : null,
  ]);
  return {
    lot: lot?.lot ?? null,
    parcel: parcel?.parcel ?? null,
    lots: lots?.lots ?? [],
    finder: lots && { q: asked.q, next: lots.next },
    order_id,
    kinds: LOT_KINDS,
    policies: POLICIES,
    key: randomUUID(),
    title: say(path)("short.enter"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const parcel_id = text(form, "parcel_id");
  const shared = {
    reason: text(form, "reason"),
    restock: form.get("restock") !== null,
    idempotency_key: text(form, "idempotency_key"),
    ...(form.has("take_back") ? { take_back: true } : {}),
    ...(text(form, "policy") === "" ? {} : { policy: text(form, "policy") }),
  };
  const problems = [
    ...(shared.reason.length < 2 ? [{ field: "reason", text: say(path)("short.problems.reason") }] : []),
  ];
  let unit: "g" | "piece" = "g";
  let body: unknown = { kind: "parcel_lost", parcel_id, ...shared };
  if (parcel_id === "") {
    const lot_id = text(form, "lot_id");
    if (lot_id === "") problems.unshift({ field: "lot_id", text: say(path)("short.problems.lot") });
    if (lot_id !== "") unit = (await desk.read(`/desk/lots/${encodeURIComponent(lot_id)}`, lotLifeSchema)).lot.unit;
    const units = unitsTyped(text(form, "amount"), unit);
    if (units === null) problems.push({ field: "amount", text: say(path)("short.problems.amount") });
    const order_id = text(form, "order_id");
    body = { kind: text(form, "kind"), lot_id, units, ...(order_id === "" ? {} : { order_id }), ...shared };
  }
  const back = { typed: typed(form), key: shared.idempotency_key, replacement: false };
  if (problems.length > 0) return data({ ...back, problems }, { status: 400 });
  const answer = await desk.call("/desk/shorts", shortSchema, { body, time_limit_ms: 20_000 });
  if (answer.ok) return redirect(`/${path}/desk/shorts/${answer.value.short.id}`);
  const field = answer.refusal.field === "units" ? "amount" : (answer.refusal.field ?? "reason");
  return data(
    {
      ...back,
      key: randomUUID(),
      replacement: answer.refusal.code === "replacement_affected",
      problems: [{ field: fieldOf(answer.refusal, field), text: shortWords(path, answer.refusal, unit) }],
    },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ShortNewPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("short");
  const kinds = useTranslations("shorts.kinds");
  const policies = useTranslations("shortPolicy");
  const f = useFormats();
  const path = usePath();
  const { lot, parcel, lots, finder, order_id } = loaderData;
  const was: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  // Found alone, it is the one that was meant.
  const only = finder?.q && lots.length === 1 ? (lots[0]?.id ?? "") : "";
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/desk/shorts`}>{t("back")}</a>
      </p>
      <h1>{t("enter")}</h1>
      <p>{t("lead")}</p>
      {finder ? <LotFinder q={finder.q} next={finder.next} shown={lots.length} keep={{ order: order_id }} /> : null}
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <input type="hidden" name="idempotency_key" value={actionData?.key ?? loaderData.key} />
        {parcel ? (
          <>
            <input type="hidden" name="parcel_id" value={parcel.id} />
            <p className="panel">{t("ofParcel", { number: parcel.number, name: parcel.name })}</p>
          </>
        ) : (
          <>
            {order_id === null ? null : <input type="hidden" name="order_id" value={order_id} />}
            {lot ? (
              <>
                <input type="hidden" name="lot_id" value={lot.id} />
                <p className="panel">
                  {t("ofLot", { number: lot.number, amount: f.units(lot.held + lot.left - lot.kept_apart, lot.unit) })}
                </p>
              </>
            ) : (
              <Select name="lot_id" label={t("lot")} required defaultValue={was.lot_id ?? only} problems={problems}>
                <option value="">{t("choose")}</option>
                {lots.map((one) => (
                  <option key={one.id} value={one.id}>
                    {[one.number, one.household?.name, one.produce_name[path], one.grade_name[path]]
                      .filter(Boolean)
                      .join(" · ")}
                  </option>
                ))}
              </Select>
            )}
            <Select
              name="kind"
              label={t("kind")}
              defaultValue={was.kind ?? (order_id === null ? "lot_spoiled" : "culled")}
              problems={problems}
            >
              {loaderData.kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {kinds(kind)}
                </option>
              ))}
            </Select>
            <Input
              name="amount"
              label={lot === null ? t("amountEither") : lot.unit === "piece" ? t("amountPieces") : t("amount")}
              hint={t("amountHint")}
              inputMode="decimal"
              autoComplete="off"
              required
              defaultValue={was.amount}
              problems={problems}
            />
          </>
        )}
        <TextArea
          name="reason"
          label={t("reason")}
          hint={t("reasonHint")}
          rows={2}
          required
          defaultValue={was.reason}
          problems={problems}
        />
        {parcel ? null : (
          <Select name="policy" label={policies("policy")} defaultValue={was.policy ?? ""} problems={problems}>
            <option value="">{policies("byPool")}</option>
            {loaderData.policies.map((policy) => (
              <option key={policy} value={policy}>
                {policies(`names.${policy}`)}
              </option>
            ))}
          </Select>
        )}
        <label className="check">
          <input type="checkbox" name="restock" defaultChecked={was.restock !== undefined} />
          {t("restockToo")}
        </label>
        <div className="row">
          <button className="button">{t("preview")}</button>
          {actionData?.replacement ? (
            <button className="button second" name="take_back" value="yes">
              {t("takeBack")}
            </button>
          ) : null}
        </div>
      </form>
    </section>
  );
}
