import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { countriesIn, formOfAddress } from "../../features/checkout/address-form.server";
import { addressProblem, readAddress, typedAgain } from "../../features/checkout/address.server";
import { AddressFields } from "../../features/checkout/AddressFields";
import { company } from "../../features/company/data.server";
import { jointsOf } from "../../features/joint/words";
import { jointChoiceSchema, jointChosenSchema } from "../../features/transfer/data.server";
import { stands } from "../../features/transfer/Parts";
import { transferWords } from "../../features/transfer/refusals.server";
import { ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/joint-transfer";

export const handle = { plain: true };

const at = (id: string) => `/wholesale/joint-quotes/${encodeURIComponent(id)}`;

/** Where the goods of an accepted joint quote go, when it does not say it: asked of who pays it by transfer. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const [choice, countries] = await Promise.all([
    who.read(`${at(params.id)}/transfer`, jointChoiceSchema),
    countriesIn(path),
  ]);
  if (!choice.may || choice.agreed || choice.proformas.some(stands)) throw redirect(`/${path}${at(params.id)}`);
  const { id, number } = choice;
  return { id, number, countries, form: formOfAddress(null, path), title: say(path)("transfer.whereTitle") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const read = readAddress(form, path);
  if (!read.ok) return typedAgain(form, read.problems, path);
  const done = await who.call(`${at(params.id)}/transfer`, jointChosenSchema, { body: { address: read.address } });
  return done.ok
    ? redirect(`/${path}${at(params.id)}#transfers`, 303)
    : typedAgain(form, [addressProblem(done.refusal, transferWords(path, done.refusal))], path);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function JointTransferPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("joint.transfer");
  const w = useTranslations("transfer");
  const path = usePath();
  const problems = actionData?.problems;
  return (
    <section className="stack">
      <p>
        <a href={`${jointsOf(path)}/${loaderData.id}`}>{w("toQuote", { number: loaderData.number })}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <p>{t("whereHint")}</p>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <div className="fields two">
          <AddressFields
            key={actionData?.form.answer}
            form={actionData?.form ?? loaderData.form}
            countries={loaderData.countries}
            problems={problems}
            still
          />
        </div>
        <p>
          <button className="button">{t("choose")}</button>
        </p>
      </form>
    </section>
  );
}
