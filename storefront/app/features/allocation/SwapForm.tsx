import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Input, ProblemSummary, Select, TextArea, type Problem } from "../ui/Field";
import type { Allocation, AllocationLine } from "./data.server";

/** One lot out, another in, with the reason both households will read. */
export function SwapForm({
  line,
  allocation,
  idempotency_key,
  typed,
  problems,
}: {
  line: AllocationLine;
  allocation: Allocation;
  idempotency_key: string;
  typed: Readonly<Record<string, string>>;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("allocation");
  const f = useFormats();
  const from = allocation.lots.filter(
    (lot) => lot.order_line_id === line.order_line_id && lot.state === "held" && lot.shipped === 0,
  );
  const to = allocation.candidates.filter((lot) => lot.pool_id === line.pool_id);
  if (from.length === 0) return <p className="note">{t("nothingToSwap")}</p>;
  if (to.length === 0) return <p className="note">{t("noCandidates")}</p>;
  return (
    <form method="post" className="stack" noValidate>
      <ProblemSummary problems={problems} />
      <input type="hidden" name="order_line_id" value={line.order_line_id} />
      <input type="hidden" name="unit" value={line.unit} />
      <input type="hidden" name="idempotency_key" value={idempotency_key} />
      <div className="fields two">
        <Select
          name="from_lot_id"
          label={t("fromLot")}
          required
          defaultValue={typed.from_lot_id ?? ""}
          problems={problems}
        >
          <option value="">{t("choose")}</option>
          {from.map((lot) => (
            <option key={lot.lot_id} value={lot.lot_id}>
              {t("lotOption", {
                number: lot.lot_number,
                household: lot.household.name,
                amount: f.units(lot.units, line.unit),
              })}
            </option>
          ))}
        </Select>
        <Select name="to_lot_id" label={t("toLot")} required defaultValue={typed.to_lot_id ?? ""} problems={problems}>
          <option value="">{t("choose")}</option>
          {to.map((lot) => (
            <option key={lot.lot_id} value={lot.lot_id}>
              {t("lotOption", {
                number: lot.lot_number,
                household: lot.household.name,
                amount: t("free", { amount: f.units(lot.free_units, line.unit) }),
              })}
            </option>
          ))}
        </Select>
        <Input
          name="units"
          label={t("swapAmount")}
          hint={[
            t(line.unit === "g" ? "inKg" : "inPieces"),
            line.blendable || line.pack_units === null
              ? ""
              : t("wholePacks", { amount: f.units(line.pack_units, line.unit) }),
          ].join(" ")}
          inputMode="decimal"
          autoComplete="off"
          required
          defaultValue={typed.units}
          problems={problems}
        />
      </div>
      <TextArea
        name="reason"
        label={t("reason")}
        hint={t("reasonHint")}
        rows={2}
        required
        maxLength={500}
        defaultValue={typed.reason}
        problems={problems}
      />
      <button className="button">{t("swap")}</button>
    </form>
  );
}
