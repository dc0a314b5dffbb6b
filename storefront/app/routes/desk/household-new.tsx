import { randomUUID } from "node:crypto";
import { useTranslations } from "use-intl";
import { gramsOf, refusedWith } from "../../features/people/actions.server";
import { poolVillagesSchema } from "../../features/people/data.server";
import { PinCard } from "../../features/people/PinCard";
import { registerHousehold } from "../../features/people/register.server";
import { RegisterForm } from "../../features/people/RegisterForm";
import { Input, Select } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/household-new";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { pools } = await desk.read("/desk/pools", poolVillagesSchema);
  const villages = new Map(
    pools.filter((pool) => pool.origin.kind === "village").map(({ origin }) => [origin.id, origin.name?.[path] ?? ""]),
  );
  return {
    villages: [...villages].map(([id, name]) => ({ id, name })),
    key: randomUUID(),
    title: say(path)("register.newTitle"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const floor = gramsOf(text(form, "floor_kg"));
  if (floor === undefined) {
    return refusedWith(form, [{ field: "floor_kg", text: say(path)("register.wrong.floor_kg") }]);
  }
  const card = text(form, "card_number").normalize("NFKC").toUpperCase().replace(/\s/g, "");
  return registerHousehold(desk, "/desk/households", {
    path,
    form,
    own: {
      village_id: text(form, "village_id"),
      ...(card === "" ? {} : { card_number: card }),
      ...(floor === 0 ? {} : { priority_floor_g: floor }),
    },
  });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function NewHousehold({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("register");
  const path = usePath();
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  if (actionData && "made" in actionData) {
    return <PinCard household={actionData.made.household} pin={actionData.made.pin} title={t("registered")} />;
  }
  return (
    <section className="stack narrow-form">
      <p>
        <a href={`/${path}/desk/households`}>{t("back")}</a>
      </p>
      <h1>{t("newTitle")}</h1>
      <RegisterForm registration_key={loaderData.key} typed={typed} problems={problems}>
        <Select name="village_id" label={t("village")} required defaultValue={typed.village_id} problems={problems}>
          {loaderData.villages.map((village) => (
            <option key={village.id} value={village.id}>
              {village.name}
            </option>
          ))}
        </Select>
        <Input
          name="card_number"
          label={t("cardOptional")}
          hint={t("cardOptionalHint")}
          autoComplete="off"
          autoCapitalize="characters"
          defaultValue={typed.card_number}
          problems={problems}
        />
        <Input
          name="floor_kg"
          label={t("floor")}
          hint={t("floorHint")}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={typed.floor_kg}
          problems={problems}
        />
      </RegisterForm>
    </section>
  );
}
