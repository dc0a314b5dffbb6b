import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { namedFreight } from "../../features/addressees/data.server";
import { FreightTables } from "../../features/addressees/Freight";
import { acceptedSchema, daysUntil, deskQuoteSchema } from "../../features/quote/data.server";
import { deliveryAct, deliverySchema } from "../../features/delivery/data.server";
import { DeliveryPanel } from "../../features/delivery/DeliveryPanel";
import { DEFAULT_INSPECT_DAYS, MOST_INSPECT_DAYS, RELEASES } from "../../features/delivery/words";
import { issuedSchema, proofsSchema, proofWords } from "../../features/proof/data.server";
import { ProofPanel } from "../../features/proof/ProofPanel";
import {
  EndWords,
  OfAgreement,
  PartOfJoint,
  QuoteLog,
  QuoteTag,
  Standing,
  Talk,
  Offered,
} from "../../features/quote/Parts";
import { overWords } from "../../features/quote/Paying";
import { IsSample, SamplesOfQuote } from "../../features/samples/Parts";
import { say } from "../../i18n/say.server";
import { again, refusedAgain } from "../../features/quote/refusals.server";
import { FreightPanel } from "../../features/quote/FreightPanel";
import { askAboutFreight, plannedFreight } from "../../features/quote/offer-freight.server";
import { VersionForm } from "../../features/quote/VersionForm";
import { dayOf, endOfDay, versionOf } from "../../features/quote/version-form.server";
import { CarriageTable, PARCELS } from "../../features/truck/Carriage";
import { carriageSchema, notesSchema } from "../../features/truck/data.server";
import { DeliveryNotes } from "../../features/truck/Notes";
import { FREIGHT_ASKED, MAX_QUOTE_DAYS, PRIORITIES } from "../../features/quote/words";
import { Input, NO_FIELD, ProblemSummary, Select } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { useFormats } from "../../lib/formats";
import { member, type Member } from "../../lib/member.server";
import { majorText } from "../../lib/money.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/quote";

const at = (id: string) => `/desk/quotes/${encodeURIComponent(id)}`;

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  const { quote, pools, company_prices, usual_freight_term: usual } = await desk.read(at(params.id), deskQuoteSchema);
  const last = quote.versions.at(-1);
  const writing = quote.turn !== null && quote.agreement_id === null && !quote.sample;
  const carriage = writing ? await carriageOf(desk, params.id) : null;
  // A way that was chosen above the form stands in it, with what it costs; so does parcels' in the first offer.
  const by = new URL(request.url).searchParams.get("by");
  const way = by ?? last?.truck?.rate_id ?? PARCELS;
  const planned = plannedFreight(carriage, way);
  const asked = by === null ? (last?.freight_minor ?? planned) : (planned ?? last?.freight_minor);
  const prices: Record<string, string> = {
    ...Object.fromEntries(company_prices.map((one) => [one.variant_id, majorText(one.price_minor, quote.currency)])),
    freight: asked === null || asked === undefined ? "" : majorText(asked, quote.currency),
    ...Object.fromEntries(
      (last?.lines ?? []).flatMap((line) =>
        line.price_minor === null ? [] : [[line.variant_id, majorText(line.price_minor, quote.currency)]],
      ),
    ),
  };
  const [order] = quote.orders;
  const ordered = order?.state === "placed" && order.order_id !== null;
  const [proofs, delivery, notes] = ordered
    ? await Promise.all([
        desk.read(`${at(params.id)}/proofs`, proofsSchema),
        desk.read(`${at(params.id)}/delivery`, deliverySchema).then((answer) => answer.delivery),
        desk.read(`${at(params.id)}/delivery-notes`, notesSchema).then((answer) => answer.delivery_notes),
      ])
    : [null, null, []];
  return {
    form_key: randomUUID(),
    quote,
    pools,
    usual,
    prices,
    days: daysUntil(quote.expires_at),
    proofs,
    delivery,
    notes,
    carriage,
    way,
    priced: company_prices.length > 0,
  };
}

async function carriageOf(desk: Member, id: string) {
  const { carriage } = await desk.read(`${at(id)}/carriage`, carriageSchema);
  const { addressees, currency } = carriage;
  return { ...carriage, addressees: addressees && currency ? namedFreight({ ...addressees, currency }) : null };
}

/** Offers, takes the company's counter, ends, or writes. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const intent = text(form, "intent");
  const here = `/${path}${at(params.id)}`;
  const upon_version = Number(text(form, "upon_version"));
  if (intent === "accept") {
    const done = await desk.call(`${at(params.id)}/accept`, acceptedSchema, { body: { upon_version } });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "intent");
  }
  const delivered = await deliveryAct(path, form, desk, at(params.id));
  if (delivered !== undefined) return delivered;
  if (intent === "proof") {
    const done = await desk.call(`${at(params.id)}/proofs`, issuedSchema, { body: {} });
    if (done.ok) return redirect(`${here}#proofs`, 303);
    return again(form, [{ field: NO_FIELD, text: proofWords(path, done.refusal) }], done.refusal.status);
  }
  if (intent === "say") {
    const body = { words: text(form, "message"), key: text(form, "key") };
    const done = await desk.call(`${at(params.id)}/messages`, z.unknown(), { body });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "message");
  }
  if (intent === "rejected" || intent === "withdrawn") {
    const body = { as: intent, upon_version, words: text(form, "end_words") };
    const done = await desk.call(`${at(params.id)}/end`, z.unknown(), { body });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "intent");
  }
  const { quote } = await desk.read(at(params.id), deskQuoteSchema);
  const { body, problems } = versionOf(path, form, quote.currency);
  const way = text(form, "truck_rate_id");
  const days = Number(text(form, "inspect_days").normalize("NFKC"));
  if (!Number.isInteger(days) || days < 0 || days > MOST_INSPECT_DAYS)
    problems.push({ field: "inspect_days", text: say(path)("delivery.wrongDays", { most: MOST_INSPECT_DAYS }) });
  const release = RELEASES.find((one) => one === text(form, "release")) ?? "delivery";
  const until = dayOf(path, form, "until", problems);
  if (problems.length > 0) return again(form, problems);
  const { freight_minor, freight_term } = body;
  const planned_minor = plannedFreight(await carriageOf(desk, params.id), way === "" ? PARCELS : way);
  const { currency } = quote;
  const doubts = askAboutFreight(path, form, { freight_minor, freight_term, planned_minor, currency });
  if (doubts.length > 0) return again(form, doubts);
  const done = await desk.call(`${at(params.id)}/offers`, z.unknown(), {
    body: {
      ...body,
      expires_at: endOfDay(until),
      priority: Number(text(form, "priority")),
      inspection: { days, release },
      ...(way === "" || way === PARCELS ? {} : { ship_by: "truck", truck_rate_id: way }),
    },
  });
  if (done.ok) return redirect(here, 303);
  return refusedAgain(path, form, done.refusal, done.refusal.field === "expires_at" ? "until" : "lines");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.quote.number ?? ""} · Commonlot` },
];

export default function DeskQuotePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("quote");
  const d = useTranslations("delivery");
  const k = useTranslations("truck");
  const f = useFormats();
  const path = usePath();
  const { quote, pools, usual, prices, days, proofs, delivery, notes, carriage, way, priced } = loaderData;
  const problems = actionData?.problems;
  const offering = problems !== undefined && actionData?.typed.intent === "offer";
  const open = quote.turn !== null;
  const countered = quote.state === "countered";
  const [order] = quote.orders;
  const waits = order?.state === "awaiting_approval" && open;
  const last = quote.versions.at(-1);
  const unitsOf = (pool_id: string) => pools.find((one) => one.pool_id === pool_id);
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/quotes`}>{t("back")}</a>
        </p>
        <h1>
          {quote.number} · {quote.company}
        </h1>
        {offering ? null : <ProblemSummary problems={problems} />}
        <p>
          <QuoteTag state={quote.state} over={quote.state === "accepted" ? (order?.over ?? null) : null} />
        </p>
        <Standing quote={quote} days={days} me="seller" />
        <OfAgreement quote={quote} me="seller" />
        <IsSample quote={quote} me="seller" />
        {quote.joint ? <PartOfJoint joint={quote.joint} callOff={quote.agreement_id !== null} /> : null}
        {quote.being_accepted ? <p className="note">{t("beingAccepted")}</p> : null}
        {waits ? <p className="note">{t("theyApprove")}</p> : null}
        {quote.being_ordered ? <p className="note good">{t("beingOrdered")}</p> : null}
        {quote.state === "accepted" && order?.state === "cancelled" ? (
          <p className="note warn">{overWords(t, order)}</p>
        ) : null}
        {order?.state === "placed" && order.order_id !== null ? (
          <p id="order">
            <a href={`/${path}/desk/orders/${order.order_id}/allocation`}>{t("deskOrder")}</a>
          </p>
        ) : null}
        {open && !quote.being_accepted && !waits ? (
          <form method="post" className="stack-s">
            <input type="hidden" name="upon_version" value={quote.version} />
            {quote.joint === null && countered && last?.total_minor != null ? (
              <p>
                <button className="button" name="intent" value="accept">
                  {t("accept", { amount: f.money(last.total_minor, quote.currency) })}
                </button>
              </p>
            ) : null}
            <EndWords said={actionData} />
            <p className="row">
              {quote.turn === "seller" ? (
                <button className="button second" name="intent" value="rejected">
                  {t("reject")}
                </button>
              ) : (
                <button className="button quiet" name="intent" value="withdrawn">
                  {t("withdraw")}
                </button>
              )}
            </p>
          </form>
        ) : null}
      </section>
      {delivery === null ? null : <DeliveryPanel delivery={delivery} me="seller" may problems={problems} />}
      {quote.freight === null ? null : <FreightPanel gap={quote.freight} currency={quote.currency} me="seller" />}
      {proofs === null ? null : <ProofPanel proofs={proofs} files={`/${path}/desk/quotes/${quote.id}/proofs`} />}
      <DeliveryNotes
        notes={notes}
        file={(note) => `/${path}/desk/handovers/${note.handover_id}/delivery-notes/${note.order_id}`}
      />
      <Offered quote={quote} me="seller" />
      <SamplesOfQuote quote={quote} me="seller" />
      {carriage === null ? null : (
        <section className="stack" id="carriage">
          <h2>{k("title")}</h2>
          <p>{k(carriage.addressees ? "leadMany" : "lead")}</p>
          {carriage.addressees ? (
            <FreightTables freight={carriage.addressees} />
          ) : (
            <CarriageTable
              carriage={carriage}
              choose={(one) => `/${path}/desk/quotes/${quote.id}?by=${encodeURIComponent(one)}#offer`}
            />
          )}
        </section>
      )}
      {open && quote.agreement_id === null && !quote.sample && !quote.being_accepted ? (
        <section className="stack" id="offer">
          <h2>{t("offer")}</h2>
          <p>{t("offerLead", { days: MAX_QUOTE_DAYS })}</p>
          {priced ? <p>{t("offerPrices")}</p> : null}
          <VersionForm
            quote={quote}
            prices={prices}
            intent="offer"
            usual={usual}
            button={t("offerGo")}
            problems={offering ? problems : undefined}
            typed={offering ? actionData?.typed : undefined}
            free={(line) => {
              const pool = unitsOf(line.pool_id);
              const held = quote.held?.units[line.pool_id] ?? 0;
              return t("free", {
                free: f.units(pool?.free_units ?? 0, line.unit),
                held: f.units(held, line.unit),
                expected: f.units(Math.floor(pool?.expected_units ?? 0), line.unit),
              });
            }}
          >
            <input
              type="hidden"
              name={FREIGHT_ASKED}
              value={(offering ? actionData?.typed[FREIGHT_ASKED] : undefined) ?? ""}
            />
            {carriage === null || carriage.addressees ? null : (
              <Select
                name="truck_rate_id"
                label={k("shipBy")}
                hint={k("shipByHint")}
                defaultValue={(offering ? actionData?.typed.truck_rate_id : undefined) ?? way}
                problems={offering ? problems : undefined}
              >
                <option value={PARCELS}>{k("byParcels")}</option>
                {carriage.trucks.map((one) => (
                  <option key={one.rate_id} value={one.rate_id}>
                    {k("byTruck", { name: one.name })}
                  </option>
                ))}
              </Select>
            )}
            <Input
              name="until"
              label={t("holdUntil")}
              hint={t("holdUntilHint", { days: MAX_QUOTE_DAYS })}
              type="date"
              required
              defaultValue={offering ? actionData?.typed.until : undefined}
              problems={offering ? problems : undefined}
            />
            <Input
              name="inspect_days"
              label={d("days")}
              hint={d("daysHint", { most: MOST_INSPECT_DAYS })}
              inputMode="numeric"
              autoComplete="off"
              defaultValue={
                (offering ? actionData?.typed.inspect_days : undefined) ??
                String(last?.inspection?.days ?? DEFAULT_INSPECT_DAYS)
              }
              problems={offering ? problems : undefined}
            />
            <Select
              name="release"
              label={d("releaseOn")}
              defaultValue={
                (offering ? actionData?.typed.release : undefined) ?? last?.inspection?.release ?? "delivery"
              }
            >
              {RELEASES.map((one) => (
                <option key={one} value={one}>
                  {d(`releases.${one}`)}
                </option>
              ))}
            </Select>
            <Select
              name="priority"
              label={t("priority")}
              hint={t("priorityHint")}
              defaultValue={(offering ? actionData?.typed.priority : undefined) ?? String(quote.priority)}
            >
              {PRIORITIES.map((priority) => (
                <option key={priority} value={priority}>
                  {t(`priorities.${priority}`)}
                </option>
              ))}
            </Select>
          </VersionForm>
        </section>
      ) : null}
      <Talk quote={quote} me="seller" may said={actionData} form_key={loaderData.form_key} />
      <QuoteLog quote={quote} me="seller" />
    </div>
  );
}
