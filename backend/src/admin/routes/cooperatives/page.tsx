import { defineRouteConfig } from "@medusajs/admin-sdk";
import { Cell, Panel } from "../../lib/panel";
import { useRows } from "../../lib/use-rows";
import { isChinese, say, type Words } from "../../lib/words";

interface Cooperative {
  id: string;
  handle: string;
  name: Words;
  county: Words;
  currency: string;
  villages: number;
  pools: number;
  picture_bytes: number;
}

const MB = 1_048_576;

/** Who pools, grades, ships and settles: with what each has in the shop. */
const CooperativesPage = () => {
  const rows = useRows<Cooperative>("/admin/commonlot/cooperatives");
  const number = new Intl.NumberFormat(isChinese() ? "zh-CN" : "en", { maximumFractionDigits: 1 });
  return (
    <Panel
      title={{ zh: "合作社", en: "Cooperatives" }}
      note={{ zh: "收货、分级、发货、结算的合作社。", en: "Who pools, grades, ships and settles." }}
      none={{ zh: "还没有合作社。", en: "There is no cooperative yet." }}
      columns={[
        { name: { zh: "合作社", en: "Cooperative" } },
        { name: { zh: "县区", en: "County" } },
        { name: { zh: "币种", en: "Currency" } },
        { name: { zh: "村庄", en: "Villages" }, number: true },
        { name: { zh: "开着的货池", en: "Open pools" }, number: true },
        { name: { zh: "图片占用", en: "Pictures take" }, number: true },
      ]}
      rows={rows}
    >
      {(one) => (
        <tr key={one.id} className="border-b last:border-b-0">
          <Cell>
            {say(one.name)} <span className="text-ui-fg-subtle">{one.handle}</span>
          </Cell>
          <Cell>{say(one.county)}</Cell>
          <Cell>{one.currency}</Cell>
          <Cell number>{number.format(one.villages)}</Cell>
          <Cell number>{number.format(one.pools)}</Cell>
          <Cell number>{number.format(one.picture_bytes / MB)} MB</Cell>
        </tr>
      )}
    </Panel>
  );
};
export default CooperativesPage;

export const config = defineRouteConfig({ label: "cooperatives", translationNs: "commonlot" });
