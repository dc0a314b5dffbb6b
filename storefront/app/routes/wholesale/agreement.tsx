import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { AgreementForm } from "../../features/agreement/AgreementForm";
import { chosenIn, refusedCallOff, type MoreThanThere } from "../../features/agreement/call-off.server";
import { CallOffForm } from "../../features/agreement/CallOffForm";
import { CallOffs } from "../../features/agreement/CallOffs";
import { agreementSchema, calledOffSchema } from "../../features/agreement/data.server";
import { callOffAsked, callOffOf, termsOf, valuesOf } from "../../features/agreement/form.server";
import {
  AgreementLog,
  agreementsOf,
  AgreementTag,
  Drawn,
  Ending,
  OneOfSeveral,
  Signing,
  Terms,
} from "../../features/agreement/Parts";
import { refusedAgain } from "../../features/agreement/refusals.server";
import { Statement } from "../../features/agreement/Statement";
import { addressesSchema, company, meSchema } from "../../features/company/data.server";
import { again } from "../../features/quote/refusals.server";
import { ProblemSummary, type Problem } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/agreement";

export const handle = { plain: true };

const at = (id: string) => `/wholesale/agreements/${encodeURIComponent(id)}`;

export async function loader({ request, params }: Route.LoaderArgs) {
  const who = await company(request, pathParam(params));
  const [{ agreement }, me, { addresses }] = await Promise.all([
    who.read(at(params.id), agreementSchema),
    who.read("/wholesale/me", meSchema),
    who.read("/wholesale/addresses", addressesSchema),
  ]);
  const last = agreement.versions.at(-1);
  const values = last ? valuesOf(last, agreement.currency) : {};
  const asked = callOffAsked(new URL(request.url), last?.lines ?? []);
  return { agreement, roles: me.member.roles, signer: me.member.name, addresses, asked, values, key: randomUUID() };
}

/** Its form has three buttons: to call off, and to choose where more was typed than lies there. */
const isCallOff = (intent: string | undefined) => intent?.startsWith("call_off") ?? false;
/** What was asked about, where it was. */
const moreIn = (said: { problems: readonly Problem[]; more?: MoreThanThere } | undefined) => said?.more;

/** Signs, calls off, proposes another version, or ends. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const intent = text(form, "intent");
  const here = `/${path}${at(params.id)}`;
  if (intent === "sign") {
    const body = { version: Number(text(form, "version")), sha256: text(form, "sha256"), name: text(form, "name") };
    const done = await who.call(`${at(params.id)}/sign`, z.unknown(), { body });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "name");
  }
  if (intent === "end") {
    const done = await who.call(`${at(params.id)}/end`, z.unknown(), { body: { words: text(form, "end_words") } });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "end_words");
  }
  if (isCallOff(intent)) {
    const when_short = chosenIn(form);
    const { problems, body } = callOffOf(path, form);
    if (problems.length > 0) return again(form, problems);
    const done = await who.call(`${at(params.id)}/call-offs`, calledOffSchema, {
      body: { ...body, when_short },
    });
    if (!done.ok) return refusedCallOff(path, form, done.refusal);
    return redirect(`/${path}/wholesale/quotes/${done.value.quote_id}`, 303);
  }
  const { agreement } = await who.read(at(params.id), agreementSchema);
  const { problems, body } = termsOf(path, form, agreement.currency);
  if (problems.length > 0) return again(form, problems);
  const done = await who.call(`${at(params.id)}/versions`, z.unknown(), {
    body: { ...body, upon_version: Number(text(form, "upon_version")) },
  });
  return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "lines");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.agreement.number ?? ""} · Commonlot` },
];

export default function AgreementPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("agreement");
  const f = useFormats();
  const path = usePath();
  const { agreement, roles, signer, values, addresses, asked, key } = loaderData;
  const problems = actionData?.problems;
  const intent = actionData?.typed.intent;
  const of = (what: string) => (intent === what ? problems : undefined);
  const typedOf = (what: string) => (intent === what ? actionData?.typed : undefined);
  const buys = roles.includes("buyer");
  const signs = roles.includes("owner") || roles.includes("approver");
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={agreementsOf(path, "buyer")}>{t("back")}</a>
        </p>
        <h1>
          {agreement.number} · {agreement.cooperative?.[path]}
        </h1>
        <ProblemSummary problems={problems} />
        <p>
          <AgreementTag state={agreement.state} />
        </p>
        <OneOfSeveral joint={agreement.joint} />
      </section>
      <Statement agreement={agreement} me="buyer" />
      <Drawn agreement={agreement} />
      {agreement.state === "active" && buys ? (
        <section className="stack" id="call-off">
          <h2>{t("callOff")}</h2>
          <CallOffForm
            agreement={agreement}
            addresses={addresses}
            idempotency_key={key}
            typed={isCallOff(intent) ? (actionData?.typed ?? asked) : asked}
            problems={isCallOff(intent) ? problems : undefined}
            more={moreIn(actionData)}
          />
        </section>
      ) : null}
      <CallOffs agreement={agreement} me="buyer" />
      <Terms agreement={agreement} me="buyer" />
      <Signing
        agreement={agreement}
        me="buyer"
        may={signs}
        name={typedOf("sign")?.name ?? signer}
        problems={of("sign")}
      />
      {agreement.state === "proposed" && buys ? (
        <section className="stack">
          <details open={intent === "change"}>
            <summary>{t("change")}</summary>
            <p>{t("changeLead")}</p>
            <AgreementForm
              goods={(agreement.versions.at(-1)?.lines ?? []).map((line) => ({
                product_id: line.product_id,
                variant_id: line.variant_id,
                name: `${line.title[path]} ${line.pack[path]}`,
              }))}
              currency={f.currency(agreement.currency)}
              intent="change"
              button={t("changeGo")}
              typed={typedOf("change") ?? values}
              problems={of("change")}
            >
              <input type="hidden" name="upon_version" value={agreement.version} />
            </AgreementForm>
          </details>
        </section>
      ) : null}
      {signs ? <Ending agreement={agreement} me="buyer" said={intent === "end" ? actionData : undefined} /> : null}
      <AgreementLog agreement={agreement} me="buyer" />
    </div>
  );
}
