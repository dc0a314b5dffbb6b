import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { countriesIn, formOfAddress } from "../../features/checkout/address-form.server";
import { addressProblem, readAddress, typedAgain } from "../../features/checkout/address.server";
import { AddressFields } from "../../features/checkout/AddressFields";
import { company } from "../../features/company/data.server";
import { quoteSchema } from "../../features/quote/data.server";
import { choiceSchema, chosenSchema } from "../../features/transfer/data.server";
import { ChoiceButtons, stands } from "../../features/transfer/Parts";
import { transferWords } from "../../features/transfer/refusals.server";
import { ProblemSummary } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/quote-transfer";

export const handle = { plain: true };

const at = (id: string) => `/wholesale/quotes/${encodeURIComponent(id)}`;

/** Where the goods of an accepted quote go, or its invoice where they go to addressees, when it does not say it: asked of who pays it by transfer, before its order or after it. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const [{ quote }, choice, countries] = await Promise.all([
    who.read(at(params.id), quoteSchema),
    who.read(`${at(params.id)}/transfer`, choiceSchema),
    countriesIn(path),
  ]);
  if (!choice.may || choice.agreed || (choice.proforma && stands(choice.proforma)))
    throw redirect(`/${path}${at(params.id)}`);
  const { id, number } = quote;
  const { account, part } = choice;
  const invoice = quote.addressees !== null;
  const title = say(path)(invoice ? "transfer.invoiceTitle" : "transfer.whereTitle");
  return { id, number, invoice, countries, form: formOfAddress(null, path), title, choice: { account, part } };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const read = readAddress(form, path);
  if (!read.ok) return typedAgain(form, read.problems, path);
  const how = text(form, "intent") === "account" ? "account" : "transfer";
  const done = await who.call(`${at(params.id)}/${how}`, chosenSchema, { body: { address: read.address } });
  return done.ok
    ? redirect(`/${path}/wholesale/proformas/${done.value.proforma_id}`, 303)
    : typedAgain(form, [addressProblem(done.refusal, transferWords(path, done.refusal))], path);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function QuoteTransfer({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("transfer");
  const path = usePath();
  const problems = actionData?.problems;
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/wholesale/quotes/${loaderData.id}`}>{t("toQuote", { number: loaderData.number })}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <p>{t(loaderData.invoice ? "invoiceHint" : "whereHint")}</p>
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
        <ChoiceButtons choice={loaderData.choice} />
      </form>
    </section>
  );
}
