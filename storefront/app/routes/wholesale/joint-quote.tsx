import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { company, meSchema } from "../../features/company/data.server";
import { jointSchema, type Joint } from "../../features/joint/data.server";
import { JointTransfer } from "../../features/joint/JointTransfer";
import { JointTag, packsOf, PartsOf } from "../../features/joint/Parts";
import { refusedJoint } from "../../features/joint/refusals.server";
import { jointAgreementsOf } from "../../features/joint-agreement/words";
import { jointsOf } from "../../features/joint/words";
import { acceptedSchema } from "../../features/quote/data.server";
import { usePerson } from "../../features/quote/Parts";
import { AwaitingApproval, GiveBack, overWords } from "../../features/quote/Paying";
import { contactWords, openedSchema } from "../../features/quote-pay/data.server";
import { again } from "../../features/quote/refusals.server";
import { jointChoiceSchema, jointChosenSchema } from "../../features/transfer/data.server";
import { stands } from "../../features/transfer/Parts";
import { transferWords } from "../../features/transfer/refusals.server";
import { NO_FIELD, ProblemSummary } from "../../features/ui/Field";
import { fieldOf, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/joint-quote";

export const handle = { plain: true };

const at = (id: string) => `/wholesale/joint-quotes/${encodeURIComponent(id)}`;

export async function loader({ request, params }: Route.LoaderArgs) {
  const who = await company(request, pathParam(params));
  const [{ joint_quote }, me] = await Promise.all([
    who.read(at(params.id), jointSchema),
    who.read("/wholesale/me", meSchema),
  ]);
  const transfer = joint_quote.cart_id === null ? null : await who.read(`${at(params.id)}/transfer`, jointChoiceSchema);
  return { joint: joint_quote, roles: me.member.roles, transfer };
}

/** Accepts all that is offered, approves, takes one part back, or goes to pay. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const intent = text(form, "intent");
  const here = `/${path}${at(params.id)}`;
  if (intent === "pay") {
    const { joint_quote } = await who.read(at(params.id), jointSchema);
    const { order } = joint_quote;
    const paid = joint_quote.being_ordered || order?.state !== "placed" || order.order_id !== null;
    if (joint_quote.cart_id === null || paid)
      return again(form, [{ field: "intent", text: say(path)("quote.notToPay") }]);
    const opened = await who.call(`${at(params.id)}/checkout`, openedSchema, { body: {} });
    // Where it does not say where the goods go, its page asks.
    if (opened.ok || opened.refusal.code === "transfer_address_needed")
      return redirect(`/${path}/wholesale/pay/joint-quotes/${encodeURIComponent(params.id)}`, 303);
    return again(form, [{ field: NO_FIELD, text: contactWords(path, opened.refusal) }], opened.refusal.status);
  }
  if (intent === "transfer") {
    const address_id = text(form, "address_id");
    const body = address_id === "" ? {} : { address_id };
    const done = await who.call(`${at(params.id)}/transfer`, jointChosenSchema, { body });
    if (done.ok) return redirect(`${here}#transfers`, 303);
    const field = form.has("address_id") ? "address_id" : "intent";
    const { status } = done.refusal;
    const problem = { field: fieldOf(done.refusal, field), text: transferWords(path, done.refusal) };
    return again(form, [problem], status === 401 ? 400 : status);
  }
  if (intent === "approved" || intent === "declined") {
    const body = { decision: intent, words: text(form, "approval_words") };
    const done = await who.call(`${at(params.id)}/approval`, acceptedSchema, { body });
    return done.ok ? redirect(here, 303) : refusedJoint(path, form, done.refusal, "approval_words");
  }
  if (intent === "give_back" || intent === "take_back_approval") {
    const { joint_quote } = await who.read(at(params.id), jointSchema);
    const state = intent === "give_back" ? "accepted" : "offered";
    const part = joint_quote.parts.find((one) => one.state === state) ?? joint_quote.parts[0];
    const to = `/wholesale/quotes/${encodeURIComponent(part?.id ?? "")}`;
    const done =
      intent === "give_back"
        ? await who.call(`${to}/give-back`, z.unknown(), { body: { words: text(form, "give_back_words") } })
        : await who.call(`${to}/approval/take-back`, z.unknown(), { body: {} });
    const field = intent === "give_back" ? "give_back_words" : "intent";
    return done.ok ? redirect(here, 303) : refusedJoint(path, form, done.refusal, field);
  }
  const [withdraws, quote_id = "", version = ""] = intent.split(":");
  if (withdraws === "withdraw") {
    const done = await who.call(`/wholesale/quotes/${encodeURIComponent(quote_id)}/end`, z.unknown(), {
      body: { as: "withdrawn", upon_version: Number(version) },
    });
    return done.ok ? redirect(here, 303) : refusedJoint(path, form, done.refusal, "intent");
  }
  const parts = [...form.keys()].flatMap((name) => {
    const [kind, id] = name.split(":");
    return kind === "part" && id ? [{ quote_id: id, upon_version: Number(text(form, name)) }] : [];
  });
  const done = await who.call(`${at(params.id)}/accept`, acceptedSchema, { body: { parts } });
  return done.ok ? redirect(here, 303) : refusedJoint(path, form, done.refusal, "intent");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.joint.number ?? ""} · Commonlot` },
];

export default function JointQuotePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("joint");
  const a = useTranslations("jointAgreement");
  const q = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  const { joint, roles, transfer } = loaderData;
  const { goods, order } = joint;
  const problems = actionData?.problems;
  const open = joint.state === "waiting" || joint.state === "offered";
  const buys = roles.includes("buyer");
  const waits = order?.state === "awaiting_approval" && open;
  const acts = open && buys && !waits && !joint.being_accepted;
  const unpaid = joint.cart_id !== null && order?.state === "placed" && order.order_id === null && !joint.being_ordered;
  const money = transfer?.proformas.some((one) => stands(one) && one.paid_minor > 0) ?? false;
  const payable = unpaid && !money;
  const person = usePerson();
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={jointsOf(path)}>{t("back")}</a>
        </p>
        <h1>
          {joint.number} · {goods.title[path]}
        </h1>
        <ProblemSummary problems={problems} />
        <p>
          <JointTag joint={joint} /> {goods.pack[path]} · {q("packs", { count: packsOf(joint) })} ·{" "}
          {f.date(joint.wanted_on)}
        </p>
        {joint.being_accepted ? <p className="note">{q("beingAccepted")}</p> : null}
        {joint.state === "over" ? <p className="note">{t("isOver")}</p> : null}
        {joint.joint_agreement_id === null ? null : (
          <p className="note">
            {a("ofAgreements")}{" "}
            <a href={`${jointAgreementsOf(path)}/${joint.joint_agreement_id}`}>{a("toAgreements")}</a>
          </p>
        )}
        {joint.state === "waiting" ? <p>{joint.joint_agreement_id === null ? t("waits") : a("waitsForPart")}</p> : null}
        {open && joint.ends_at !== null ? <p>{t("firstClock", { time: f.timeThere(joint.ends_at) })}</p> : null}
        {joint.being_ordered ? <p className="note good">{q("beingOrdered")}</p> : null}
        {unpaid && money ? <p className="note">{q("moneyCame")}</p> : null}
        {payable && buys ? <Pay joint={joint} amount={order.total_minor} /> : null}
        {transfer && (unpaid || transfer.proformas.length > 0) ? (
          <JointTransfer choice={transfer} may={buys} problems={problems} />
        ) : null}
        {joint.state === "accepted" && order?.order_id && order.state === "placed" ? (
          <p className="note good" id="order">
            {q("paid")}{" "}
            {order.order_key === null ? null : (
              <a href={`/${path}/orders/${order.order_id}?key=${encodeURIComponent(order.order_key)}#invoices`}>
                {t("toOrder")}
              </a>
            )}
          </p>
        ) : null}
        {joint.state === "accepted" && order?.state === "cancelled" ? (
          <p className="note warn">{overWords(q, order)}</p>
        ) : null}
        {payable && buys ? <GiveBack said={actionData} all /> : null}
        {order?.state === "declined" && open ? (
          <p className="note warn">{q("declined", { who: person(order.person) ?? "", words: order.words })}</p>
        ) : null}
        {waits ? <AwaitingApproval order={order} currency={joint.currency} acts buys={buys} said={actionData} /> : null}
        {joint.missing_packs > 0 && acts && joint.joint_agreement_id === null ? (
          <div className="note warn stack-s">
            <p>
              {t("missing", { count: joint.missing_packs })}{" "}
              <a href={`${jointsOf(path)}/new?joint=${encodeURIComponent(joint.id)}`}>{t("spreadMissing")}</a>
            </p>
            {joint.state === "offered" ? <p>{t("goWithout")}</p> : null}
          </div>
        ) : null}
      </section>
      <section className="stack">
        <h2>{t("parts")}</h2>
        <PartsOf joint={joint} />
        <p>
          <a href={`${jointsOf(path)}/${joint.id}/pdf`} download>
            {t("pdf")}
          </a>
        </p>
        {acts ? <Accept joint={joint} /> : null}
      </section>
    </div>
  );
}

function Pay({ joint, amount }: { joint: Joint; amount: number }) {
  const q = useTranslations("quote");
  const f = useFormats();
  const ends = joint.parts.flatMap((one) => (one.state === "accepted" ? [one.expires_at] : [])).sort();
  return (
    <form method="post" className="panel stack-s">
      <p>{q("payLead", { time: f.timeThere(ends[0] ?? joint.created_at) })}</p>
      <p>
        <button className="button" name="intent" value="pay">
          {q("pay", { amount: f.money(amount, joint.currency) })}
        </button>
      </p>
    </form>
  );
}

/** All offers at once; or one part is taken back first. What was read is what is accepted: each part with its version. */
function Accept({ joint }: { joint: Joint }) {
  const t = useTranslations("joint");
  const f = useFormats();
  const path = usePath();
  const standing = joint.parts.filter((one) => one.turn !== null);
  return (
    <form method="post" className="stack-s">
      {standing.map((one) => (
        <input key={one.id} type="hidden" name={`part:${one.id}`} value={one.version} />
      ))}
      {joint.state === "offered" ? (
        <>
          <p>{t("oneOrder")}</p>
          <p>
            <button className="button" name="intent" value="accept">
              {t("accept", { amount: f.money(joint.total_minor, joint.currency) })}
            </button>
          </p>
        </>
      ) : null}
      <p className="row">
        {standing.map((one) => (
          <button key={one.id} className="button quiet" name="intent" value={`withdraw:${one.id}:${one.version}`}>
            {t("withdraw", { cooperative: one.cooperative?.[path] ?? one.number })}
          </button>
        ))}
      </p>
    </form>
  );
}
