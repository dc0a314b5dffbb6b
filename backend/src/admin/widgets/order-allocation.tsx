import { defineWidgetConfig } from "@medusajs/admin-sdk";
import { Cell, Panel } from "../lib/panel";
import { useRows } from "../lib/use-rows";
import { amount, say, type Words } from "../lib/words";

interface AllocatedLot {
  id: string;
  produce: Words;
  lot_number: string;
  household: string;
  unit: "g" | "piece";
  units: number;
  state: "held" | "shipped" | "released";
  why: Words;
}

const STATES: Readonly<Record<AllocatedLot["state"], Words>> = {
  held: { zh: "待发", en: "to be sent" },
  shipped: { zh: "已发", en: "sent" },
  released: { zh: "已退回", en: "given back" },
};

/** Which households' lots fill an order, each with the reason its household reads. */
const OrderAllocation = ({ data }: { data: { id: string } }) => {
  const rows = useRows<AllocatedLot>(`/admin/commonlot/orders/${encodeURIComponent(data.id)}/allocation`);
  return (
    <Panel
      title={{ zh: "由哪些农户的货供应", en: "Who fills this order" }}
      note={{ zh: "原因和农户自己看到的一样。", en: "The reasons are those the households read." }}
      none={{ zh: "还没有分配。付款后一会儿就会有。", en: "Not allocated yet. It is a moment after payment." }}
      columns={[
        { name: { zh: "批次", en: "Lot" } },
        { name: { zh: "农户", en: "Household" } },
        { name: { zh: "供", en: "Gives" }, number: true },
        { name: { zh: "状态", en: "State" } },
        { name: { zh: "原因", en: "Why" } },
      ]}
      rows={rows}
    >
      {(lot) => (
        <tr key={lot.id} className="border-b last:border-b-0">
          <Cell>
            {lot.lot_number} {say(lot.produce)}
          </Cell>
          <Cell>{lot.household}</Cell>
          <Cell number>{amount(lot.units, lot.unit)}</Cell>
          <Cell>{say(STATES[lot.state])}</Cell>
          <Cell>{say(lot.why)}</Cell>
        </tr>
      )}
    </Panel>
  );
};
export default OrderAllocation;

export const config = defineWidgetConfig({ zone: "order.details.after" });
