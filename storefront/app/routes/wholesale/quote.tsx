import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { company, meSchema } from "../../features/company/data.server";
import { PaidHow } from "../../features/company/Parts";
import { acceptedSchema, daysUntil, quoteSchema, type QuoteVersion } from "../../features/quote/data.server";
import {
  EndWords,
  OfAgreement,
  Offered,
  PartOfJoint,
  QuoteLog,
  QuoteTag,
  Standing,
  Talk,
  usePerson,
} from "../../features/quote/Parts";
import { AwaitingApproval, GiveBack, orderedHow, overWords } from "../../features/quote/Paying";
import { IsSample, SamplesOfQuote } from "../../features/samples/Parts";
import { CarriageTable } from "../../features/truck/Carriage";
import { carriageSchema, notesSchema } from "../../features/truck/data.server";
import { DeliveryNotes } from "../../features/truck/Notes";
import { choiceSchema, chosenSchema } from "../../features/transfer/data.server";
import { stands, TransferPanel } from "../../features/transfer/Parts";
import { transferWords } from "../../features/transfer/refusals.server";
import { deliveryAct, deliverySchema } from "../../features/delivery/data.server";
import { DeliveryPanel } from "../../features/delivery/DeliveryPanel";
import { issuedSchema, proofsSchema, proofWords } from "../../features/proof/data.server";
import { ProofPanel } from "../../features/proof/ProofPanel";
import { FreightPanel } from "../../features/quote/FreightPanel";
import { contactWords, openedSchema } from "../../features/quote-pay/data.server";
import { again, quoteWords, refusedAgain } from "../../features/quote/refusals.server";
import { VersionForm } from "../../features/quote/VersionForm";
import { versionOf } from "../../features/quote/version-form.server";
import { NO_FIELD, ProblemSummary } from "../../features/ui/Field";
import { fieldOf, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { majorText } from "../../lib/money.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/quote";

export const handle = { plain: true };

const at = (id: string) => `/wholesale/quotes/${encodeURIComponent(id)}`;

export async function loader({ request, params }: Route.LoaderArgs) {
  const who = await company(request, pathParam(params));
  const [{ quote }, me] = await Promise.all([
    who.read(at(params.id), quoteSchema),
    who.read("/wholesale/me", meSchema),
  ]);
  const last = quote.versions.at(-1);
  const prices: Record<string, string> = {
    freight: majorText(last?.freight_minor ?? 0, quote.currency),
    ...Object.fromEntries(
      (last?.lines ?? []).flatMap((line) =>
        line.price_minor === null ? [] : [[line.variant_id, majorText(line.price_minor, quote.currency)]],
      ),
    ),
  };
  const [order] = quote.orders;
  const placed = quote.cart_id !== null && order?.state === "placed";
  // A part of a joint quote is accepted and paid with the others.
  const transfer = placed && quote.joint === null ? await who.read(`${at(params.id)}/transfer`, choiceSchema) : null;
  const ordered = order?.state === "placed" && order.order_id !== null;
  const comparing = quote.turn !== null && quote.agreement_id === null && quote.addressees === null && !quote.sample;
  const carriage = comparing ? (await who.read(`${at(params.id)}/carriage`, carriageSchema)).carriage : null;
  const [proofs, delivery, notes] = ordered
    ? await Promise.all([
        who.read(`${at(params.id)}/proofs`, proofsSchema),
        who.read(`${at(params.id)}/delivery`, deliverySchema).then((answer) => answer.delivery),
        who.read(`${at(params.id)}/delivery-notes`, notesSchema).then((answer) => answer.delivery_notes),
      ])
    : [null, null, []];
  const days = daysUntil(quote.expires_at);
  return {
    form_key: randomUUID(),
    quote,
    roles: me.member.roles,
    prices,
    days,
    transfer,
    proofs,
    delivery,
    notes,
    carriage,
  };
}

/** Accepts, counters, ends, writes, approves, or goes to pay. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const intent = text(form, "intent");
  const here = `/${path}${at(params.id)}`;
  const upon_version = Number(text(form, "upon_version"));
  if (intent === "pay") {
    const { quote } = await who.read(at(params.id), quoteSchema);
    const [order] = quote.orders;
    const paid = quote.being_ordered || order?.state !== "placed" || order.order_id !== null;
    if (quote.cart_id === null || paid) return again(form, [{ field: "intent", text: say(path)("quote.notToPay") }]);
    const opened = await who.call(`${at(params.id)}/checkout`, openedSchema, { body: {} });
    // Where it does not say where the goods go, its page asks.
    if (opened.ok || opened.refusal.code === "transfer_address_needed")
      return redirect(`/${path}/wholesale/pay/quotes/${encodeURIComponent(params.id)}`, 303);
    return again(form, [{ field: NO_FIELD, text: contactWords(path, opened.refusal) }], opened.refusal.status);
  }
  if (intent === "transfer" || intent === "account") {
    const address_id = text(form, "address_id");
    const body = address_id === "" ? {} : { address_id };
    const done = await who.call(`${at(params.id)}/${intent}`, chosenSchema, { body });
    if (done.ok) return redirect(`/${path}/wholesale/proformas/${done.value.proforma_id}`, 303);
    const field = form.has("address_id") ? "address_id" : "intent";
    return again(
      form,
      [{ field: fieldOf(done.refusal, field), text: transferWords(path, done.refusal) }],
      done.refusal.status,
    );
  }
  if (intent === "freight") {
    const done = await who.call(`${at(params.id)}/freight`, chosenSchema, { body: {} });
    if (done.ok) return redirect(`/${path}/wholesale/proformas/${done.value.proforma_id}`, 303);
    const words = done.refusal.code === "no_transfer_account" ? transferWords : quoteWords;
    return again(form, [{ field: NO_FIELD, text: words(path, done.refusal) }], done.refusal.status);
  }
  if (intent === "accept") {
    const done = await who.call(`${at(params.id)}/accept`, acceptedSchema, { body: { upon_version } });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "intent");
  }
  if (intent === "approved" || intent === "declined") {
    const done = await who.call(`${at(params.id)}/approval`, acceptedSchema, {
      body: { decision: intent, words: text(form, "approval_words") },
    });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "approval_words");
  }
  const delivered = await deliveryAct(path, form, who, at(params.id));
  if (delivered !== undefined) return delivered;
  if (intent === "proof") {
    const done = await who.call(`${at(params.id)}/proofs`, issuedSchema, { body: {} });
    if (done.ok) return redirect(`${here}#proofs`, 303);
    return again(form, [{ field: NO_FIELD, text: proofWords(path, done.refusal) }], done.refusal.status);
  }
  if (intent === "again") {
    const done = await who.call(`${at(params.id)}/again`, z.unknown(), { body: {} });
    return done.ok
      ? redirect(`/${path}/wholesale/quick/list#lines`, 303)
      : refusedAgain(path, form, done.refusal, "intent");
  }
  if (intent === "give_back") {
    const body = { words: text(form, "give_back_words") };
    const done = await who.call(`${at(params.id)}/give-back`, z.unknown(), { body });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "give_back_words");
  }
  if (intent === "take_back_approval") {
    const done = await who.call(`${at(params.id)}/approval/take-back`, z.unknown(), { body: {} });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "intent");
  }
  if (intent === "say") {
    const body = { words: text(form, "message"), key: text(form, "key") };
    const done = await who.call(`${at(params.id)}/messages`, z.unknown(), { body });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "message");
  }
  if (intent === "rejected" || intent === "withdrawn") {
    const body = { as: intent, upon_version, words: text(form, "end_words") };
    const done = await who.call(`${at(params.id)}/end`, z.unknown(), { body });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "intent");
  }
  const { quote } = await who.read(at(params.id), quoteSchema);
  const { body, problems } = versionOf(path, form, quote.currency);
  if (problems.length > 0) return again(form, problems);
  const done = await who.call(`${at(params.id)}/versions`, z.unknown(), { body });
  return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "lines");
}

/** A version's terms as a company's are shown. */
function termsOf({ kind, deposit_bp, net_days, balance }: NonNullable<QuoteVersion["terms"]>) {
  const days = typeof balance === "object" ? balance.net_days : net_days;
  return { kind, deposit_bp: deposit_bp ?? null, net_days: days ?? null };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.quote.number ?? ""} · Commonlot` },
];

export default function QuotePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("quote");
  const k = useTranslations("quick");
  const f = useFormats();
  const path = usePath();
  const c = useTranslations("truck");
  const { quote, roles, prices, days, transfer, proofs, delivery, notes, carriage } = loaderData;
  const person = usePerson();
  const problems = actionData?.problems;
  const countering = problems !== undefined && actionData?.typed.intent === "counter";
  const open = quote.turn !== null;
  const alone = quote.joint === null;
  const buys = roles.includes("buyer");
  const [order] = quote.orders;
  const waits = order?.state === "awaiting_approval" && open;
  const unpaid =
    alone && quote.cart_id !== null && order?.state === "placed" && order.order_id === null && !quote.being_ordered;
  const proforma = transfer?.proforma && stands(transfer.proforma) ? transfer.proforma : null;
  const money = proforma !== null && proforma.paid_minor > 0;
  const granted = proforma?.state === "granted";
  const last = quote.versions.at(-1);
  const theirs = quote.by === "seller" && quote.state === "offered";
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/wholesale/quotes`}>{t("back")}</a>
        </p>
        <h1>
          {quote.number} · {quote.cooperative?.[path]}
        </h1>
        {countering ? null : <ProblemSummary problems={problems} />}
        <p>
          <QuoteTag state={quote.state} over={quote.state === "accepted" ? (order?.over ?? null) : null} />
        </p>
        <Standing quote={quote} days={days} me="buyer" />
        <OfAgreement quote={quote} me="buyer" />
        <IsSample quote={quote} me="buyer" />
        {quote.joint ? <PartOfJoint joint={quote.joint} callOff={quote.agreement_id !== null} /> : null}
        {quote.being_accepted ? <p className="note">{t("beingAccepted")}</p> : null}
        {quote.being_ordered ? <p className="note good">{t("beingOrdered")}</p> : null}
        {unpaid && money ? <p className="note">{t("moneyCame")}</p> : null}
        {unpaid && !money && !granted && buys ? (
          <form method="post" className="panel stack-s">
            <p>{t("payLead", { time: f.timeThere(quote.expires_at) })}</p>
            <p>
              <button className="button" name="intent" value="pay">
                {t("pay", { amount: f.money(order.total_minor, quote.currency) })}
              </button>
            </p>
          </form>
        ) : null}
        {transfer ? (
          <TransferPanel
            invoice={quote.addressees !== null}
            choice={transfer}
            elsewhere={`/${path}/wholesale/quotes/${quote.id}/transfer`}
            currency={quote.currency}
            may={buys}
            problems={problems}
          />
        ) : null}
        {quote.state === "accepted" && order?.state === "placed" && order.order_id ? (
          <p className="note good" id="order">
            {orderedHow(t, f, transfer)}{" "}
            {order.order_key === null ? null : (
              <a href={`/${path}/orders/${order.order_id}?key=${encodeURIComponent(order.order_key)}`}>
                {t("toOrder")}
              </a>
            )}
          </p>
        ) : null}
        {quote.state === "accepted" && order?.state === "cancelled" ? (
          <p className="note warn">{overWords(t, order)}</p>
        ) : null}
        {unpaid && buys && !money && !granted ? <GiveBack said={actionData} /> : null}
        {order?.state === "declined" && open ? (
          <p className="note warn">{t("declined", { who: person(order.person) ?? "", words: order.words })}</p>
        ) : null}
        {waits ? (
          <AwaitingApproval order={order} currency={quote.currency} acts={alone} buys={buys} said={actionData} />
        ) : null}
        {open && buys && !waits && !quote.being_accepted ? (
          <form method="post" className="stack-s">
            <input type="hidden" name="upon_version" value={quote.version} />
            {alone && theirs && quote.held && last?.total_minor != null ? (
              <p>
                {last.terms ? (
                  <>
                    {t("paidHow")} <PaidHow terms={termsOf(last.terms)} />{" "}
                  </>
                ) : null}
                <button className="button" name="intent" value="accept">
                  {t("accept", { amount: f.money(last.total_minor, quote.currency) })}
                </button>
              </p>
            ) : null}
            <EndWords said={actionData} />
            <p className="row">
              {theirs ? (
                <button className="button second" name="intent" value="rejected">
                  {t("reject")}
                </button>
              ) : null}
              <button className="button quiet" name="intent" value="withdrawn">
                {t("withdraw")}
              </button>
            </p>
          </form>
        ) : null}
      </section>
      {delivery === null ? null : <DeliveryPanel delivery={delivery} me="buyer" may={buys} problems={problems} />}
      {quote.freight === null ? null : (
        <FreightPanel gap={quote.freight} currency={quote.currency} me="buyer" may={buys} />
      )}
      {proofs === null ? null : <ProofPanel proofs={proofs} files={`/${path}/wholesale/quotes/${quote.id}/proofs`} />}
      <DeliveryNotes
        notes={notes}
        file={(note) => `/${path}/wholesale/quotes/${quote.id}/delivery-notes/${note.handover_id}`}
      />
      <Offered quote={quote} me="buyer" />
      <SamplesOfQuote quote={quote} me="buyer" />
      {carriage === null ? null : (
        <section className="stack" id="carriage">
          <h2>{c("title")}</h2>
          <p>{c("lead")}</p>
          <CarriageTable carriage={carriage} />
        </section>
      )}
      {open &&
      buys &&
      quote.agreement_id === null &&
      !quote.sample &&
      quote.state !== "requested" &&
      !quote.being_accepted ? (
        <section className="stack">
          <details open={countering}>
            <summary>{t("counter")}</summary>
            <p>{t("counterLead")}</p>
            <VersionForm
              quote={quote}
              prices={prices}
              intent="counter"
              button={t("counterGo")}
              problems={countering ? problems : undefined}
              typed={countering ? actionData?.typed : undefined}
            />
          </details>
        </section>
      ) : null}
      {buys ? (
        <form method="post">
          <button className="button quiet" name="intent" value="again">
            {k("again")}
          </button>
        </form>
      ) : null}
      <Talk quote={quote} me="buyer" may={buys} said={actionData} form_key={loaderData.form_key} />
      <QuoteLog quote={quote} me="buyer" />
    </div>
  );
}
