import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { AgreementForm } from "../../features/agreement/AgreementForm";
import { CallOffs } from "../../features/agreement/CallOffs";
import { agreementSchema } from "../../features/agreement/data.server";
import { termsOf, valuesOf } from "../../features/agreement/form.server";
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
import { again } from "../../features/quote/refusals.server";
import { NO_FIELD, ProblemSummary } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { useFormats } from "../../lib/formats";
import { dayTyped } from "../../lib/typed.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/agreement";

const at = (id: string) => `/desk/agreements/${encodeURIComponent(id)}`;

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  const { agreement } = await desk.read(at(params.id), agreementSchema);
  const last = agreement.versions.at(-1);
  return { agreement, values: last ? valuesOf(last, agreement.currency) : {} };
}

/** Signs, keeps goods for a call-off, proposes another version, or ends. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const intent = text(form, "intent");
  const here = `/${path}${at(params.id)}`;
  if (intent === "sign") {
    const body = { version: Number(text(form, "version")), sha256: text(form, "sha256"), name: text(form, "name") };
    const done = await desk.call(`${at(params.id)}/sign`, z.unknown(), { body });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "name");
  }
  if (intent === "end") {
    const done = await desk.call(`${at(params.id)}/end`, z.unknown(), { body: { words: text(form, "end_words") } });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "end_words");
  }
  if (intent === "paid") {
    const paid_on = dayTyped(text(form, "paid_on"));
    if (paid_on === null) return again(form, [{ field: "paid_on", text: say(path)("quote.chooseDay") }]);
    const body = { paid_on, words: text(form, "paid_words") };
    const done = await desk.call(`${at(params.id)}/compensation`, z.unknown(), { body });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "paid_on");
  }
  if (intent === "keep") {
    const call_off = encodeURIComponent(text(form, "quote_id"));
    const done = await desk.call(`${at(params.id)}/call-offs/${call_off}/keep`, z.unknown(), { body: {} });
    return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, NO_FIELD);
  }
  const { agreement } = await desk.read(at(params.id), agreementSchema);
  const { problems, body } = termsOf(path, form, agreement.currency);
  if (problems.length > 0) return again(form, problems);
  const done = await desk.call(`${at(params.id)}/versions`, z.unknown(), {
    body: { ...body, upon_version: Number(text(form, "upon_version")) },
  });
  return done.ok ? redirect(here, 303) : refusedAgain(path, form, done.refusal, "lines");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.agreement.number ?? ""} · Commonlot` },
];

export default function DeskAgreementPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("agreement");
  const f = useFormats();
  const path = usePath();
  const { agreement, values } = loaderData;
  const problems = actionData?.problems;
  const intent = actionData?.typed.intent;
  const of = (what: string) => (intent === what ? problems : undefined);
  const typedOf = (what: string) => (intent === what ? actionData?.typed : undefined);
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={agreementsOf(path, "seller")}>{t("back")}</a>
        </p>
        <h1>
          {agreement.number} · {agreement.company}
        </h1>
        <ProblemSummary problems={problems} />
        <p>
          <AgreementTag state={agreement.state} />
        </p>
        <OneOfSeveral joint={agreement.joint} />
      </section>
      <Statement agreement={agreement} me="seller" typed={typedOf("paid")} problems={of("paid")} />
      <Drawn agreement={agreement} />
      <CallOffs agreement={agreement} me="seller" />
      <Terms agreement={agreement} me="seller" />
      <Signing agreement={agreement} me="seller" may name={typedOf("sign")?.name} problems={of("sign")} />
      {agreement.state === "proposed" ? (
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
      <Ending agreement={agreement} me="seller" said={intent === "end" ? actionData : undefined} />
      <AgreementLog agreement={agreement} me="seller" />
    </div>
  );
}
