import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type { Invariant } from "../../lib/invariant";
import { row } from "../../lib/sql";

interface Auditable {
  invariants(): Promise<Invariant[]>;
}

/** Invariants that no single module can see: they read across, and write nothing. */
const ACROSS: { id: string; name: string; sql: string }[] = [
  {
    id: "S5",
    name: "Medusa's level shows what the pool has to promise, within five seconds",
    sql: `select count(*) as count,
        count(*) filter (where l.stocked_quantity - l.reserved_quantity <> greatest(0, p.on_hand - p.held)) as violations
      from pool p join inventory_level l on l.inventory_item_id = p.inventory_item_id and l.location_id = p.location_id and l.deleted_at is null
      where p.updated_at < now() - interval '5 seconds'`,
  },
  {
    id: "S9",
    name: "no order is allocated without an authorised or captured payment",
    sql: `select count(*) as count, count(*) filter (where not exists (
          select 1 from order_payment_collection c join payment p on p.payment_collection_id = c.payment_collection_id
          where c.order_id = a.order_id and p.canceled_at is null and p.deleted_at is null)) as violations
      from (select distinct order_id from allocation a where state <> 'released'
            and not exists (select from hold h where h.order_id = a.order_id and h.kind = 'replacement')) a`,
  },
  {
    id: "S9b",
    name: "what is sent again for a claim is paid for by it before it leaves",
    sql: `select count(*) as count, count(*) filter (where p.handover_id is not null and not exists (
          select 1 from sale s where s.order_id = h.order_id and s.claim_id is not null and s.withdrawn_at is null)) as violations
      from hold h join parcel p on p.order_id = h.order_id and p.state <> 'void' where h.kind = 'replacement'`,
  },
  {
    id: "J1",
    name: "every outbox message ended well or waits its turn; none is dead",
    sql: `select count(*) as count, count(*) filter (where dead_at is not null) as violations from outbox_message`,
  },
  {
    id: "M4b",
    name: "every captured payment of an order is in the ledger within a minute, and what went back is booked",
    // Medusa's amounts are in major units and ours in minor ones: captured_minor / amount is the scale, in any currency.
    sql: `select count(*) as count, count(*) filter (where s.id is null or coalesce(r.given_back, 0) * s.captured_minor > coalesce(f.booked, 0) * p.amount) as violations
      from payment p
      join order_payment_collection c on c.payment_collection_id = p.payment_collection_id and c.deleted_at is null
      left join sale s on s.order_id = c.order_id
      left join (select payment_id, sum(amount) as given_back from refund where deleted_at is null and created_at < now() - interval '60 seconds'
                 group by payment_id) r on r.payment_id = p.id
      left join (select order_id, sum(amount_minor) as booked from refund_intent where state <> 'cancelled' group by order_id) f
        on f.order_id = c.order_id
      where p.captured_at < now() - interval '60 seconds' and p.deleted_at is null`,
  },
  {
    id: "S10",
    name: "nothing of a cancelled order waits to be packed or has left since",
    sql: `select count(*) as count, count(*) filter (where parcel_rank(p.state) < 30) as violations
      from parcel p join "order" o on o.id = p.order_id and o.status = 'canceled' and o.canceled_at < now() - interval '60 seconds'
      where p.state <> 'void'`,
  },
  {
    id: "M14",
    name: "what was authorised is what the order cost when it was placed",
    sql: `select count(*) as count, count(*) filter (where p.amount <> (s.totals ->> 'current_order_total')::numeric) as violations
      from "order" o
      join order_payment_collection c on c.order_id = o.id and c.deleted_at is null
      join payment p on p.payment_collection_id = c.payment_collection_id and p.canceled_at is null and p.deleted_at is null
      join order_summary s on s.order_id = o.id and s.version = 1 and s.deleted_at is null
      where o.status <> 'canceled'`,
  },
];

/** Runs every invariant there is: each module's own, and those that read across modules. */
export async function checkInvariants(container: MedusaContainer): Promise<Invariant[]> {
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const found: Invariant[] = [];
  for (const module of ["pool", "parcel", "settlement", "cycle", "wholesale"]) {
    const service = container.resolve<Auditable | undefined>(module, { allowUnregistered: true });
    if (service) found.push(...(await service.invariants()));
  }
  for (const invariant of ACROSS) {
    const result = await row<{ count: string; violations: string }>(sql, invariant.sql);
    found.push({
      id: invariant.id,
      name: invariant.name,
      count: Number(result?.count ?? 0),
      violations: Number(result?.violations ?? 1),
    });
  }
  return found;
}
