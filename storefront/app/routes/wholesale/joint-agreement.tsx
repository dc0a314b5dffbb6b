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
import { noCallOffSpread, refusedJointAgreement } from "../../features/joint-agreement/refusals.server";
import { jointAgreementsOf } from "../../features/joint-agreement/words";
import { JointList } from "../../features/joint/Parts";
import { jointWords } from "../../features/joint/refusals.server";
import { jointsOf, PREFERENCES } from "../../features/joint/words";
import { again } from "../../features/quote/refusals.server";
import { ProblemSummary, type Problem } from "../../features/ui/Field";
import { fieldOf, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
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
    query: { packs, prefer: preferOf(asked.prefer), ...(address_id === "" ? {} : { address_id }) },
  });
  if (!answer.ok) {
    const { refusal } = answer;
    const field = ["packs", "address_id"].find((one) => one === refusal.field) ?? "packs";
    return { ...none, problems: [{ field: fieldOf(refusal, field), text: jointWords(path, refusal) }] };
  }
  const { spread } = answer.value;
  if (spread.refusal) return { ...none, problems: [{ field: "packs", text: noCallOffSpread(path, spread.refusal) }] };
  return { ...base, spread: spread as CallOffSpread | null, problems };
}

/** Calls off of all together: a joint quote, which is accepted on its page. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const asked = callOffIn(new URL(request.url));
  const form = await request.formData();
  const { parts, problems } = partsIn(path, form);
  if (problems.length > 0) return again(form, problems);
  if (parts.length < 2)
    return again(form, [{ field: "parts", text: say(path)("jointAgreement.refusals.joint_call_off_of_one") }]);
  const done = await who.call(`${at(params.id)}/call-offs`, calledTogetherSchema, {
    body: {
      parts,
      prefer: preferOf(asked.prefer),
      wanted_on: asked.wanted_on,
      ...(asked.address_id === "" ? {} : { address_id: asked.address_id }),
      words: text(form, "call_off_words"),
      idempotency_key: text(form, "idempotency_key"),
    },
  });
  if (done.ok) return redirect(`${jointsOf(path)}/${done.value.joint_id}`, 303);
  const named = /^parts\.(\d+)\.packs$/.exec(done.refusal.field ?? "");
  const part = named && parts[Number(named[1])];
  return refusedJointAgreement(path, form, done.refusal, part ? `packs:${part.agreement_id}` : "parts");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.joint.number ?? ""} · Commonlot` },
];

export default function JointAgreementPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("jointAgreement");
  const path = usePath();
  const { joint, roles, addresses, asked, spread, key } = loaderData;
  const problems = actionData?.problems ?? loaderData.problems;
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
              spread={spread}
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
