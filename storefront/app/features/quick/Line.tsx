import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, Select, type Problem } from "../ui/Field";
import type { ListLine } from "./data.server";
import { Ladder } from "./Parts";

/** A line that somebody has to look at: what was written, what is wrong with it, and the fields that put it right. */
export function WrongLine({ line, typed }: { line: ListLine; typed: Record<string, string> }) {
  const t = useTranslations("quick");
  const path = usePath();
  const { fault } = line;
  if (fault === null) return null;
  const words = t(`faults.${fault}`, { minimum: line.offered?.minimum_packs ?? 1 });
  const near =
    line.near_packs.length === 0
      ? ""
      : ` ${t("near", { packs: line.near_packs.map((packs) => t("nearPacks", { packs })).join(" / ") })}`;
  const named = fault === "not_found" || fault === "ambiguous" || fault === "formula";
  const amountIsFormula = fault === "formula" && line.amount_is_formula;
  const where =
    fault === "ambiguous" && line.choices.length > 0 ? "variant" : named && !amountIsFormula ? "name" : "amount";
  const problems: Problem[] = [{ field: `${where}:${line.line}`, text: words + near }];
  const kept = (name: string, was: string) => typed[`${name}:${line.line}`] ?? was;
  return (
    <fieldset className="panel stack-s" data-line={line.variant_id ?? line.name}>
      <legend>
        {t("line", { line: line.line })}{" "}
        {line.offered ? `${line.offered.title[path]} ${line.offered.pack[path]}` : line.name}
      </legend>
      <input type="hidden" name="line" value={line.line} />
      <input type="hidden" name={`of:${line.line}`} value={line.variant_id ?? line.name} />
      {fault === "not_sold" ? <p className="wrong">{words}</p> : null}
      <div className="fields two">
        {named ? (
          <>
            <input type="hidden" name={`name-was:${line.line}`} value={line.name} />
            <Input
              name={`name:${line.line}`}
              label={t("nameOrNumber")}
              hint={line.pack === "" ? undefined : t("packWritten", { pack: line.pack })}
              maxLength={200}
              defaultValue={kept("name", line.name)}
              problems={problems}
            />
          </>
        ) : null}
        {named && line.choices.length > 0 ? (
          <Select
            name={`variant:${line.line}`}
            label={t(fault === "ambiguous" ? "whichOne" : "meant")}
            defaultValue={kept("variant", "")}
            problems={problems}
          >
            <option value="">{t("choose")}</option>
            {line.choices.map((choice) => (
              <option key={choice.variant_id} value={choice.variant_id}>
                {`${choice.title[path]} ${choice.pack[path]}`}
              </option>
            ))}
          </Select>
        ) : null}
        {fault === "not_sold" ? null : (
          <>
            <input type="hidden" name={`amount-was:${line.line}`} value={line.amount} />
            <Input
              name={`amount:${line.line}`}
              label={t(line.unit === "kg" ? "amountKg" : "amountPacks")}
              maxLength={60}
              autoComplete="off"
              defaultValue={kept("amount", line.amount)}
              problems={problems}
            />
          </>
        )}
      </div>
      <TakeOff line={line} />
    </fieldset>
  );
}

/** A line that is right, with what it costs; its amount can be changed all the same. */
export function RightLine({ line, typed }: { line: ListLine; typed: Record<string, string> }) {
  const t = useTranslations("quick");
  const f = useFormats();
  const path = usePath();
  const { offered } = line;
  if (!offered) return null;
  return (
    <fieldset className="panel stack-s" data-line={line.variant_id ?? line.name}>
      <legend>
        {t("line", { line: line.line })} {offered.title[path]} {offered.pack[path]}
      </legend>
      <input type="hidden" name="line" value={line.line} />
      <input type="hidden" name={`of:${line.line}`} value={line.variant_id ?? line.name} />
      <input type="hidden" name={`amount-was:${line.line}`} value={line.amount} />
      <div className="fields two">
        <Input
          name={`amount:${line.line}`}
          label={t(line.unit === "kg" ? "amountKg" : "amountPacks")}
          hint={t("thatIs", { packs: line.packs ?? 0, weight: f.weight((line.packs ?? 0) * offered.pack_g) })}
          maxLength={60}
          autoComplete="off"
          defaultValue={typed[`amount:${line.line}`] ?? line.amount}
        />
        <div>
          {line.amount_minor === null || line.unit_minor === null ? (
            <Ladder pack={offered} />
          ) : (
            <p>
              {t("costs", {
                packs: line.packs ?? 0,
                price: f.money(line.unit_minor, offered.currency),
                amount: f.money(line.amount_minor, offered.currency),
              })}
            </p>
          )}
          <Supply line={line} />
          {line.together > (line.packs ?? 0) ? (
            <p className="small">{t("together", { packs: line.together })}</p>
          ) : null}
        </div>
      </div>
      <TakeOff line={line} />
    </fieldset>
  );
}

/** What there is of a good of which more is wanted than is free now: by which day more is expected, and the most there could ever be. */
function Supply({ line }: { line: ListLine }) {
  const t = useTranslations("quick");
  const f = useFormats();
  const { to_have } = line;
  if (!to_have?.above_free) return null;
  return (
    <div className={to_have.above_most ? "note warn" : "small"}>
      <p>{t("freeNow", { packs: to_have.free_packs })}</p>
      {to_have.by_day.length > 0 ? (
        <p>
          {t("expected")}{" "}
          {to_have.by_day.map((one) => t("byDayPacks", { day: f.date(one.day), packs: one.packs })).join("; ")}
        </p>
      ) : null}
      <p>{t(to_have.above_most ? "aboveMost" : "mostPacks", { packs: to_have.most_packs })}</p>
    </div>
  );
}

function TakeOff({ line }: { line: ListLine }) {
  const t = useTranslations("quick");
  return (
    <label className="check">
      <input type="checkbox" name={`off:${line.line}`} /> {t("takeOff")}
    </label>
  );
}
