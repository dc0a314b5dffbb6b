import { randomUUID } from "node:crypto";
import { data } from "react-router";
import { useTranslations } from "use-intl";
import { officeMeSchema } from "../../features/office/data.server";
import { agreedOf, refused } from "../../features/people/actions.server";
import { Agreed } from "../../features/people/Agreed";
import { registeredSchema } from "../../features/people/data.server";
import { PinCard } from "../../features/people/PinCard";
import { Input, ProblemSummary, Select } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/household-new";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const office = await member(request, "office", path);
  const { cooperatives } = await office.read("/office/me", officeMeSchema);
  return { cooperatives, key: randomUUID(), title: say(path)("register.newTitle") };
}

/** Registers a household of the secretary's own village. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const office = await member(request, "office", path);
  const form = await request.formData();
  const proof = text(form, "public_name_proof");
  const cooperative_id = text(form, "cooperative_id");
  const made = await office.call("/office/households", registeredSchema, {
    body: {
      name: text(form, "name"),
      phone: text(form, "phone"),
      ...(cooperative_id === "" ? {} : { cooperative_id }),
      ...(proof === "" ? {} : { public_name_proof: proof }),
      registration_key: text(form, "registration_key"),
      agreed: agreedOf(form),
    },
  });
  if (!made.ok) return refused(path, form, made.refusal, "name");
  return data(
    { problems: [], typed: {}, made: made.value },
    // The PIN is told once: no copy of this page may lie about.
    { headers: { "Cache-Control": "no-store" } },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function NewVillager({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("register");
  const office = useTranslations("office");
  const path = usePath();
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  const { cooperatives } = loaderData;
  if (actionData && "made" in actionData) {
    const { household, pin } = actionData.made;
    return <PinCard household={household} pin={pin} title={t("registered")} room="office" />;
  }
  return (
    <section className="stack narrow-form">
      <p>
        <a href={`/${path}/office`}>{office("back")}</a>
      </p>
      <h1>{t("newTitle")}</h1>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <input type="hidden" name="registration_key" value={typed.registration_key ?? loaderData.key} />
        <div className="fields two">
          <Input
            name="name"
            label={t("name")}
            required
            autoComplete="off"
            defaultValue={typed.name}
            problems={problems}
          />
          <Input
            name="phone"
            label={t("phone")}
            hint={t("phoneHint")}
            type="tel"
            required
            autoComplete="off"
            defaultValue={typed.phone}
            problems={problems}
          />
          {cooperatives.length > 1 ? (
            <Select
              name="cooperative_id"
              label={office("cooperative")}
              defaultValue={typed.cooperative_id}
              problems={problems}
            >
              {cooperatives.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name[path]}
                </option>
              ))}
            </Select>
          ) : null}
          <Input
            name="public_name_proof"
            label={t("publicNameProof")}
            hint={t("publicNameProofHint")}
            autoComplete="off"
            defaultValue={typed.public_name_proof}
            problems={problems}
          />
        </div>
        <Agreed problems={problems} typed={typed} />
        <button className="button">{t("registerNow")}</button>
      </form>
    </section>
  );
}
