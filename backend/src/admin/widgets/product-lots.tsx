import { defineWidgetConfig } from "@medusajs/admin-sdk";
import { Cell, Panel } from "../lib/panel";
import { useRows } from "../lib/use-rows";
import { amount } from "../lib/words";

interface ProductLot {
  lot_id: string;
  lot_number: string;
  household: string;
  unit: "g" | "piece";
  harvested_on: string;
  best_before: string | null;
  units: number;
  sold: number;
  held: number;
  left: number;
}

/** Which households' lots stand behind a product's packs, and what is left of each. */
const ProductLots = ({ data }: { data: { id: string } }) => {
  const rows = useRows<ProductLot>(`/admin/commonlot/products/${encodeURIComponent(data.id)}/lots`);
  return (
    <Panel
      title={{ zh: "这件商品后面的批次", en: "Lots behind this product" }}
      note={{ zh: "农户交来的、还没有分完的货。", en: "What households handed in and is not all given out yet." }}
      none={{ zh: "没有剩下的批次。", en: "No lot has anything left." }}
      columns={[
        { name: { zh: "批次", en: "Lot" } },
        { name: { zh: "农户", en: "Household" } },
        { name: { zh: "采收", en: "Harvested" } },
        { name: { zh: "交货", en: "Handed in" }, number: true },
        { name: { zh: "已发", en: "Sent" }, number: true },
        { name: { zh: "已分配", en: "Allocated" }, number: true },
        { name: { zh: "剩下", en: "Left" }, number: true },
      ]}
      rows={rows}
    >
      {(lot) => (
        <tr key={lot.lot_id} className="border-b last:border-b-0">
          <Cell>{lot.lot_number}</Cell>
          <Cell>{lot.household}</Cell>
          <Cell>{lot.harvested_on}</Cell>
          <Cell number>{amount(lot.units, lot.unit)}</Cell>
          <Cell number>{amount(lot.sold, lot.unit)}</Cell>
          <Cell number>{amount(lot.held, lot.unit)}</Cell>
          <Cell number>{amount(lot.left, lot.unit)}</Cell>
        </tr>
      )}
    </Panel>
  );
};
export default ProductLots;

export const config = defineWidgetConfig({ zone: "product.details.after" });
