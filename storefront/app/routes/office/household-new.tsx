import { randomUUID } from "node:crypto";
import { useTranslations } from "use-intl";
import { officeMeSchema } from "../../features/office/data.server";
import { PinCard } from "../../features/people/PinCard";
import { registerHousehold } from "../../features/people/register.server";
import { RegisterForm } from "../../features/people/RegisterForm";
import { Select } from "../../features/ui/Field";
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
  const cooperative_id = text(form, "cooperative_id");
  return registerHousehold(office, "/office/households", {
    path,
    form,
    own: cooperative_id === "" ? {} : { cooperative_id },
  });
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
      <RegisterForm registration_key={loaderData.key} typed={typed} problems={problems}>
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
      </RegisterForm>
    </section>
  );
}
