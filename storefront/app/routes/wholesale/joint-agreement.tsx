import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { addressesSchema, company, meSchema } from "../../features/company/data.server";
import { AskSpread, CallOffTogether } from "../../features/joint-agreement/CallOffTogether";
import {
  calledTogetherSchema,
  callOffSpreadSchema,
  jointAgreementSchema,
  type CallOffSpread,
} from "../../features/joint-agreement/data.server";
import { callOffIn, partsIn } from "../../features/joint-agreement/form.server";
import { JointAgreementTag, PartsOf, Sums } from "../../features/joint-agreement/Parts";
import { recounted, takesOf } from "../../features/joint-agreement/recount.server";
import {
  fieldOfSpread,
  noCallOffSpread,
  refusedBy,
  refusedJointAgreement,
} from "../../features/joint-agreement/refusals.server";
import { jointAgreementsOf } from "../../features/joint-agreement/words";
import { JointList } from "../../features/joint/Parts";
import { jointWords } from "../../features/joint/refusals.server";
import { jointsOf, PREFERENCES } from "../../features/joint/words";
import { again } from "../../features/quote/refusals.server";
import { ProblemSummary, type Problem } from "../../features/ui/Field";
import { fieldOf, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/joint-agreement";

export const handle = { plain: true };

const at = (id: string) => `/wholesale/joint-agreements/${encodeURIComponent(id)}`;
const preferOf = (asked: string) => PREFERENCES.find((one) => one === asked) ?? PREFERENCES[0];

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const asked = callOffIn(new URL(request.url));
  const [{ joint_agreement: joint }, me, { addresses }] = await Promise.all([
    who.read(at(params.id), jointAgreementSchema),
    who.read("/wholesale/me", meSchema),
    who.read("/wholesale/addresses", addressesSchema),
  ]);
  const base = { joint, roles: me.member.roles, addresses, asked, key: randomUUID() };
  const none = { ...base, spread: null as CallOffSpread | null };
  if (asked.packs === "" && asked.wanted_on === "") return { ...none, problems: [] as Problem[] };
  const packs = Number(asked.packs);
  const problems: Problem[] = [
    ...(Number.isSafeInteger(packs) && packs > 0
      ? []
      : [{ field: "packs", text: say(path)("joint.refusals.invalid_packs") }]),
    ...(asked.wanted_on === "" ? [{ field: "wanted_on", text: say(path)("quote.chooseDay") }] : []),
  ];
  if (problems.length > 0) return { ...none, problems };
  const { address_id } = asked;
  const answer = await who.call(`${at(params.id)}/spread`, callOffSpreadSchema, {
    query: {
      packs,
      prefer: preferOf(asked.prefer),
      wanted_on: asked.wanted_on,
      ...(address_id === "" ? {} : { address_id }),
    },
  });
  if (!answer.ok) {
    const { refusal } = answer;
    const field = ["packs", "address_id", "wanted_on"].find((one) => one === refusal.field) ?? "packs";
    return { ...none, problems: [{ field: fieldOf(refusal, field), text: jointWords(path, refusal) }] };
  }
  const { spread } = answer.value;
  if (spread.refusal) {
    const { refusal } = spread;
    return { ...none, problems: [{ field: fieldOfSpread(refusal), text: noCallOffSpread(path, refusal) }] };
  }
  return { ...base, spread: spread as CallOffSpread | null, problems };
}

/** Counts anew what was typed, or calls off of all together: a joint quote, which is accepted on its page. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const asked = callOffIn(new URL(request.url));
  const form = await request.formData();
  const { parts, problems } = partsIn(path, form);
  if (problems.length > 0) return again(form, problems);
  const to = asked.address_id === "" ? {} : { address_id: asked.address_id };
  const [first] = parts;
  if (first && text(form, "intent") === "recount") {
    const [{ joint_agreement }, answer] = await Promise.all([
      who.read(at(params.id), jointAgreementSchema),
      who.call(`${at(params.id)}/spread`, callOffSpreadSchema, {
        query: { packs: first.packs, takes: takesOf(parts), wanted_on: asked.wanted_on, ...to },
      }),
    ]);
    if (!answer.ok) return refusedJointAgreement(path, form, answer.refusal, fieldIn(answer.refusal, parts));
    return recounted(path, form, answer.value.spread, joint_agreement.parts);
  }
  if (parts.length < 2) {
    const field = first ? "alone" : "parts";
    return again(form, [{ field, text: say(path)("jointAgreement.refusals.joint_call_off_of_one") }]);
  }
  const done = await who.call(`${at(params.id)}/call-offs`, calledTogetherSchema, {
    body: {
      parts,
      prefer: preferOf(asked.prefer),
      wanted_on: asked.wanted_on,
      ...to,
      words: text(form, "call_off_words"),
      idempotency_key: text(form, "idempotency_key"),
    },
  });
  if (done.ok) return redirect(`${jointsOf(path)}/${done.value.joint_id}`, 303);
  const { refusal } = done;
  const of =
    refusedBy(refusal) === null ? [] : (await who.read(at(params.id), jointAgreementSchema)).joint_agreement.parts;
  return refusedJointAgreement(path, form, refusal, fieldIn(refusal, parts), of);
}

/** The field of the page that a refusal names. */
function fieldIn({ field = "" }: Refusal, parts: readonly { agreement_id: string }[]): string {
  const named = /^parts\.(\d+)\.packs$/.exec(field);
  const part = named && parts[Number(named[1])];
  if (part) return `packs:${part.agreement_id}`;
  return field === "wanted_on" || field === "address_id" ? field : "parts";
}

/** What was counted anew, where that was asked. */
const recountIn = (said: { problems: readonly Problem[]; recount?: CallOffSpread | null } | undefined) =>
  said?.recount ?? null;

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.joint.number ?? ""} · Commonlot` },
];

export default function JointAgreementPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("jointAgreement");
  const path = usePath();
  const { joint, roles, addresses, asked, spread, key } = loaderData;
  const problems = actionData?.problems ?? loaderData.problems;
  const recount = recountIn(actionData);
  const notice = Math.max(0, ...joint.parts.map((one) => (one.state === "active" ? one.notice_days : 0)));
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={jointAgreementsOf(path)}>{t("back")}</a>
        </p>
        <h1>
          {joint.number} · {joint.goods.title[path]}
        </h1>
        <ProblemSummary problems={problems} />
        <p>
          <JointAgreementTag state={joint.state} /> {joint.goods.pack[path]}
        </p>
      </section>
      <Sums joint={joint} />
      <PartsOf joint={joint} />
      {roles.includes("buyer") ? (
        <section className="stack" id="call-off">
          <h2>{t("callOff")}</h2>
          {joint.state === "active" ? (
            <AskSpread asked={asked} notice_days={notice} addresses={addresses} problems={problems} />
          ) : (
            <p className="note">{t("notInForce")}</p>
          )}
          {spread ? (
            <CallOffTogether
              joint={joint}
              spread={recount ?? spread}
              asked={asked}
              keyOfForm={key}
              typed={actionData?.typed ?? {}}
              problems={actionData?.problems}
            />
          ) : null}
        </section>
      ) : null}
      <section className="stack">
        <h2>{t("callOffs")}</h2>
        {joint.call_offs.length === 0 ? (
          <p className="panel">{t("noCallOffs")}</p>
        ) : (
          <JointList label={t("callOffs")} joints={joint.call_offs} older={null} />
        )}
        <p className="muted">{t("alone")}</p>
      </section>
    </div>
  );
}
