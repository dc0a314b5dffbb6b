import { useTranslations } from "use-intl";
import { Input, Select, type Problem } from "../ui/Field";

interface Address {
  readonly id: string;
  readonly name: string;
  readonly city: string;
  readonly address: string;
}

interface Where {
  /** Those that the company keeps. */
  readonly addresses: readonly Address[];
  /** What was chosen; `""` is none of them, undefined nothing yet: then the first. */
  readonly address_id: string | undefined;
  readonly problems: readonly Problem[] | undefined;
  /** The form that they are of, when they stand outside it. */
  readonly form?: string | undefined;
}

/** The day on which goods are wanted, and where they go: two fields of a grid of two. `first`, `last`: the days that are let in. */
export function WantedFields({
  wanted_on,
  first,
  last,
  ...where
}: Where & {
  readonly wanted_on: string | undefined;
  readonly first?: string | undefined;
  readonly last?: string | undefined;
}) {
  const q = useTranslations("quote");
  return (
    <>
      <Input
        form={where.form}
        name="wanted_on"
        label={q("wantedOn")}
        type="date"
        required
        min={first}
        max={last}
        defaultValue={wanted_on}
        problems={where.problems}
      />
      <AddressField {...where} />
    </>
  );
}

export function AddressField({ addresses, address_id, problems, form }: Where) {
  const q = useTranslations("quote");
  return (
    <Select
      form={form}
      name="address_id"
      label={q("address")}
      hint={q("addressHint")}
      defaultValue={address_id ?? addresses[0]?.id ?? ""}
      problems={problems}
    >
      <option value="">{q("noAddress")}</option>
      {addresses.map((one) => (
        <option key={one.id} value={one.id}>
          {`${one.name} · ${one.city} ${one.address}`}
        </option>
      ))}
    </Select>
  );
}
