import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { countriesIn, formOfAddress } from "../../features/checkout/address-form.server";
import { addressProblem, readAddress, typedAgain } from "../../features/checkout/address.server";
import { AddressFields } from "../../features/checkout/AddressFields";
import { addressesSchema, company } from "../../features/company/data.server";
import { companyWords } from "../../features/company/refusals.server";
import { ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import rooms from "../../styles/rooms.css?url";
import type { Route } from "./+types/address";

/** The one page of the room with script, by which a place is chosen; it looks as the others do. */
export const links: Route.LinksFunction = () => [{ rel: "stylesheet", href: rooms }];

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const [{ addresses }, countries] = await Promise.all([
    who.read("/wholesale/addresses", addressesSchema),
    countriesIn(path),
  ]);
  const address = addresses.find((one) => one.id === params.id);
  if (!address && params.id !== "new") throw new Response(null, { status: 404 });
  return {
    form: formOfAddress(address ?? {}, path),
    countries,
    title: say(path)(address ? "company.changeAddress" : "company.addAddress"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const read = readAddress(form, path);
  if (!read.ok) return typedAgain(form, read.problems, path);
  const to = params.id === "new" ? "" : `/${encodeURIComponent(params.id)}`;
  const done = await who.call(`/wholesale/addresses${to}`, z.unknown(), { body: read.address });
  return done.ok
    ? redirect(`/${path}/wholesale/addresses`)
    : typedAgain(form, [addressProblem(done.refusal, companyWords(path, done.refusal))], path);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CompanyAddress({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("companyShop");
  const checkout = useTranslations("checkout");
  const path = usePath();
  const problems = actionData?.problems;
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/wholesale/addresses`}>{t("backToAddresses")}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <p className="muted small">{checkout("bookHint")}</p>
        <div className="fields two">
          <AddressFields
            key={actionData?.form.answer}
            form={actionData?.form ?? loaderData.form}
            countries={loaderData.countries}
            problems={problems}
          />
        </div>
        <p>
          <button className="button">{t("save")}</button>
        </p>
      </form>
    </section>
  );
}
