import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, Select, type Problem } from "../ui/Field";
import type { SoldGood } from "./desk.server";
import { rowsOf } from "./rows";

/** All that a cycle is, in one plain form. `was`: what was typed, or what the draft holds. */
export function CycleForm({
  goods,
  was,
  problems,
  version,
}: {
  goods: readonly SoldGood[];
  was: Readonly<Record<string, string>>;
  problems: readonly Problem[] | undefined;
  version?: number;
}) {
  const t = useTranslations("cycles");
  const path = usePath();
  return (
    <form method="post" className="stack" noValidate>
      <input type="hidden" name="act" value="save" />
      {version === undefined ? null : <input type="hidden" name="version" value={version} />}
      <div className="fields two">
        <Input
          name="name_zh"
          label={t("nameZh")}
          lang="zh-CN"
          maxLength={80}
          required
          defaultValue={was.name_zh}
          problems={problems}
        />
        <Input
          name="name_en"
          label={t("nameEn")}
          lang="en"
          maxLength={80}
          required
          defaultValue={was.name_en}
          problems={problems}
        />
        <Input
          name="opens"
          type="datetime-local"
          label={t("opens")}
          required
          defaultValue={was.opens}
          problems={problems}
        />
        <Input
          name="closes"
          type="datetime-local"
          label={t("closes")}
          required
          defaultValue={was.closes}
          problems={problems}
        />
      </div>
      <p className="muted small">{t("clock")}</p>
      <Select name="way" label={t("way")} defaultValue={was.way ?? "ship"} problems={problems}>
        <option value="ship">{t("ways.ship")}</option>
        <option value="pickup">{t("ways.pickup")}</option>
      </Select>
      <div className="fields two">
        <Input
          name="ready_from"
          type="date"
          label={t("readyFrom")}
          required
          defaultValue={was.ready_from}
          problems={problems}
        />
        <Input
          name="ready_to"
          type="date"
          label={t("readyTo")}
          required
          defaultValue={was.ready_to}
          problems={problems}
        />
        <Input
          name="place_zh"
          label={t("placeZh")}
          hint={t("placeHint")}
          lang="zh-CN"
          maxLength={200}
          defaultValue={was.place_zh}
          problems={problems}
        />
        <Input
          name="place_en"
          label={t("placeEn")}
          hint={t("placeHint")}
          lang="en"
          maxLength={200}
          defaultValue={was.place_en}
          problems={problems}
        />
      </div>
      <fieldset className="stack-s">
        <legend>{t("minimum")}</legend>
        <p className="muted small">{t("minimumHint")}</p>
        <div className="fields two">
          <Select
            name="minimum_kind"
            label={t("minimumKind")}
            defaultValue={was.minimum_kind ?? "none"}
            problems={problems}
          >
            <option value="none">{t("kinds.none")}</option>
            <option value="grams">{t("kinds.grams")}</option>
            <option value="orders">{t("kinds.orders")}</option>
          </Select>
          <Input
            name="minimum"
            label={t("minimumLeast")}
            inputMode="decimal"
            defaultValue={was.minimum}
            problems={problems}
          />
        </div>
      </fieldset>
      <label className="check">
        <input type="checkbox" name="sold_between" value="yes" defaultChecked={was.sold_between === "yes"} />{" "}
        {t("soldBetween")}
      </label>
      <h2>{t("goods")}</h2>
      <p className="muted small">{t("ladderHint")}</p>
      {goods.length === 0 ? <p className="note warn">{t("noGoods")}</p> : null}
      {goods.map((good) => (
        <GoodFields key={good.product_id} good={good} was={was} problems={problems} title={good.title[path]} />
      ))}
      <button className="button">{t("save")}</button>
    </form>
  );
}

function GoodFields({
  good,
  was,
  problems,
  title,
}: {
  good: SoldGood;
  was: Readonly<Record<string, string>>;
  problems: readonly Problem[] | undefined;
  title: string;
}) {
  const t = useTranslations("cycles");
  const f = useFormats();
  const path = usePath();
  const id = good.product_id;
  const chosen = was[`good:${id}`] === "yes";
  const wrong = problems?.find((problem) => problem.field === `good:${id}`);
  return (
    <fieldset className="panel stack-s">
      <legend>{title}</legend>
      {wrong ? (
        <p className="field">
          <span className="wrong" id={`good:${id}-wrong`}>
            {wrong.text}
          </span>
        </p>
      ) : null}
      <label className="check">
        <input
          type="checkbox"
          id={`good:${id}`}
          name={`good:${id}`}
          value="yes"
          defaultChecked={chosen}
          aria-describedby={wrong ? `good:${id}-wrong` : undefined}
        />{" "}
        {t("inCycle", { name: title })}
      </label>
      <details open={chosen}>
        <summary>{t("caseAndLadder", { name: title })}</summary>
        <div className="stack-s">
          <div className="fields two">
            <Input
              name={`case:${id}`}
              label={good.unit === "g" ? t("caseKg") : t("casePieces")}
              inputMode="decimal"
              defaultValue={was[`case:${id}`]}
              problems={problems}
            />
            <Select name={`lead:${id}`} label={t("lead")} defaultValue={was[`lead:${id}`]} problems={problems}>
              {good.packs.map((pack) => (
                <option key={pack.variant_id} value={pack.variant_id}>
                  {t("packToday", { pack: pack.title[path], price: f.money(pack.price_minor, good.currency) })}
                </option>
              ))}
            </Select>
          </div>
          {rowsOf(was, id).map((row) => (
            <div className="fields two" key={row}>
              <Input
                name={`from:${id}:${row}`}
                label={t("stepFrom", { step: row + 1 })}
                inputMode="numeric"
                defaultValue={was[`from:${id}:${row}`]}
                problems={problems}
              />
              <Input
                name={`price:${id}:${row}`}
                label={t("stepPrice", { step: row + 1, currency: f.currency(good.currency) })}
                inputMode="decimal"
                defaultValue={was[`price:${id}:${row}`]}
                problems={problems}
              />
            </div>
          ))}
        </div>
      </details>
    </fieldset>
  );
}
