import { randomUUID } from "node:crypto";
import { data } from "react-router";
import { useTranslations } from "use-intl";
import { agreedOf, gramsOf, refused, refusedWith } from "../../features/people/actions.server";
import { Agreed } from "../../features/people/Agreed";
import { poolVillagesSchema, registeredSchema } from "../../features/people/data.server";
import { PinCard } from "../../features/people/PinCard";
import { Input, ProblemSummary, Select } from "../../features/ui/Field";
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
  const proof = text(form, "public_name_proof");
  const made = await desk.call("/desk/households", registeredSchema, {
    body: {
      name: text(form, "name"),
      village_id: text(form, "village_id"),
      phone: text(form, "phone"),
      ...(card === "" ? {} : { card_number: card }),
      ...(floor === 0 ? {} : { priority_floor_g: floor }),
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
          <Select name="village_id" label={t("village")} required defaultValue={typed.village_id} problems={problems}>
            {loaderData.villages.map((village) => (
              <option key={village.id} value={village.id}>
                {village.name}
              </option>
            ))}
          </Select>
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
