import { useTranslations } from "use-intl";
import { Input, Select, type Problem } from "../ui/Field";
import type { HouseholdPage } from "./data.server";
import { RELATIONS } from "./words";

interface Fields {
  problems: readonly Problem[] | undefined;
  typed: Record<string, string>;
}

/** Name, phone, floor and whether the card works. The phone is left empty when it stays: its full number is not shown. */
export function DetailsFields({ problems, typed, household }: Fields & { household: HouseholdPage["household"] }) {
  const t = useTranslations("register");
  return (
    <div className="fields two">
      <Input name="name" label={t("name")} required defaultValue={typed.name ?? household.name} problems={problems} />
      <Input
        name="phone"
        label={t("newPhone")}
        hint={t("newPhoneHint", { last4: household.phone_last4 })}
        type="tel"
        autoComplete="off"
        defaultValue={typed.phone}
        problems={problems}
      />
      <Input
        name="floor_kg"
        label={t("floor")}
        hint={t("floorHint")}
        inputMode="decimal"
        defaultValue={typed.floor_kg ?? String(household.priority_floor_g / 1_000)}
        problems={problems}
      />
      <Select
        name="active"
        label={t("cardState")}
        defaultValue={typed.active ?? (household.active ? "yes" : "no")}
        problems={problems}
      >
        <option value="yes">{t("active")}</option>
        <option value="no">{t("inactive")}</option>
      </Select>
    </div>
  );
}

/** What a secretary changes: the floor and the card are the cooperative's. */
export function VillagerFields({
  problems,
  typed,
  household,
}: Fields & { household: { name: string; phone_last4: string } }) {
  const t = useTranslations("register");
  return (
    <div className="fields two">
      <Input name="name" label={t("name")} required defaultValue={typed.name ?? household.name} problems={problems} />
      <Input
        name="phone"
        label={t("newPhone")}
        hint={t("newPhoneHint", { last4: household.phone_last4 })}
        type="tel"
        autoComplete="off"
        defaultValue={typed.phone}
        problems={problems}
      />
    </div>
  );
}

/** The fields whose check digits may be doubted, and are as on the bank's paper all the same. */
export const DOUBTFUL = ["account", "bank_member_id"];

/** Where the household's money goes. */
export function AccountFields({ problems, typed, household }: Fields & { household: { name: string } }) {
  const t = useTranslations("register");
  return (
    <div className="fields two">
      <Select name="rail" label={t("rail")} defaultValue={typed.rail ?? "bank_file"} problems={problems}>
        <option value="bank_file">{t("rails.bank_file")}</option>
        <option value="cash">{t("rails.cash")}</option>
      </Select>
      <Input
        name="holder"
        label={t("holder")}
        required
        autoComplete="off"
        defaultValue={typed.holder ?? household.name}
        problems={problems}
      />
      <Input
        name="account"
        label={t("accountNumber")}
        hint={t("accountHint")}
        inputMode="numeric"
        autoComplete="off"
        defaultValue={typed.account}
        problems={problems}
      />
      <Input
        name="bank_member_id"
        label={t("bankNumber")}
        hint={t("bankNumberHint")}
        inputMode="numeric"
        autoComplete="off"
        defaultValue={typed.bank_member_id}
        problems={problems}
      />
      {DOUBTFUL.some((field) => problems?.some((problem) => problem.field === field)) || typed.as_on_paper === "yes" ? (
        <label className="check" htmlFor="as_on_paper">
          <input
            type="checkbox"
            id="as_on_paper"
            name="as_on_paper"
            value="yes"
            defaultChecked={typed.as_on_paper === "yes"}
          />
          {t("asOnPaper")}
        </label>
      ) : null}
      <label className="check" htmlFor="old_stops">
        <input type="checkbox" id="old_stops" name="old_stops" value="yes" defaultChecked={typed.old_stops === "yes"} />
        {t("oldStops")}
      </label>
    </div>
  );
}

export function PersonFields({ problems, typed }: Fields) {
  const t = useTranslations("register");
  return (
    <div className="fields two">
      <Input name="name" label={t("name")} required autoComplete="off" defaultValue={typed.name} problems={problems} />
      <Select name="relation" label={t("relation")} defaultValue={typed.relation ?? "spouse"} problems={problems}>
        {RELATIONS.map((relation) => (
          <option key={relation} value={relation}>
            {t(`relations.${relation}`)}
          </option>
        ))}
      </Select>
    </div>
  );
}

export function DelegateFields({ problems, typed }: Fields) {
  const t = useTranslations("register");
  return (
    <div className="fields two">
      <Input name="name" label={t("name")} required autoComplete="off" defaultValue={typed.name} problems={problems} />
      <Input
        name="relation"
        label={t("relation")}
        hint={t("delegateRelationHint")}
        required
        autoComplete="off"
        defaultValue={typed.relation}
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
      <Select name="may" label={t("mayDo")} defaultValue={typed.may ?? "look"} problems={problems}>
        <option value="look">{t("may.look")}</option>
        <option value="confirm">{t("may.confirm")}</option>
      </Select>
    </div>
  );
}
