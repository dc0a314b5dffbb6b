import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  KNOWN_CARRIERS,
  knownCarrier,
  PICKUP,
  TRUCK,
  ok,
  refuse,
  type CarrierAdapter,
  type Refusal,
  type Result,
  type TrackingRule,
} from "@commonlot/domain";
import type { LabelBy } from "./carrier-labels";
import { inTransaction, rows, type Sql, type Transaction } from "../../lib/sql";

/** When nobody said otherwise: until four in the afternoon, every day but Sunday. */
const DEFAULT_CUTOFF = "16:00";
const DEFAULT_DAYS = [1, 2, 3, 4, 5, 6];

export interface CarrierServiceView {
  service: string;
  title: string;
  cold: boolean;
}

/** A carrier as a cooperative uses it. */
export interface CarrierView {
  code: string;
  zh: string;
  en: string;
  adapter: CarrierAdapter;
  needs_phone: boolean;
  active: boolean;
  cutoff: string;
  pickup_days: number[];
  /** The cooperative's own, in place of the known ones; empty when it said none. */
  tracking_lengths: number[];
  tracking_prefixes: string[];
  /** Whose label goes on the box, where the carrier makes one. */
  label_by: LabelBy;
  services: CarrierServiceView[];
}

export interface SetCarrier {
  cooperative_id: string;
  person: string;
  code: string;
  /** Of a carrier that is not on our list. */
  name?: string | undefined;
  needs_phone: boolean;
  active: boolean;
  cutoff: string;
  pickup_days: readonly number[];
  tracking_lengths: readonly number[];
  tracking_prefixes: readonly string[];
  label_by: LabelBy;
  services: readonly CarrierServiceView[];
}

interface AccountRow {
  carrier: string;
  name: string | null;
  needs_phone: boolean;
  active: boolean;
  cutoff: string;
  pickup_days: number[];
  tracking_lengths: number[];
  tracking_prefixes: string[];
  label_by: LabelBy;
  services: CarrierServiceView[];
}

/** With whom a cooperative sends, by which services, and when they come. */
export class Carriers {
  constructor(private readonly sql: Knex) {}

  /** All we know, as this cooperative uses them, then those of its own. */
  async list(cooperative_id: string): Promise<CarrierView[]> {
    return carriersOf(this.sql, cooperative_id);
  }

  /** Sets how a carrier is used. Services that are not named any more are switched off, and kept: cards name them. */
  set(input: SetCarrier): Promise<Result<void, Refusal<"unknown_carrier">>> {
    if (input.code === PICKUP.carrier) {
      const message = `"${PICKUP.carrier}" is the word for goods that buyers fetch. Give the carrier another code.`;
      return Promise.resolve(refuse("unknown_carrier", message, "code"));
    }
    if (input.code === TRUCK.carrier) {
      const message = `"${TRUCK.carrier}" is the word for goods that go on a truck of yours. Give the carrier another code.`;
      return Promise.resolve(refuse("unknown_carrier", message, "code"));
    }
    if (!knownCarrier(input.code) && (input.name ?? "") === "") {
      const message = `We know no carrier "${input.code}". Give its name to add it.`;
      return Promise.resolve(refuse("unknown_carrier", message, "name"));
    }
    return inTransaction(this.sql, async (tx) => {
      await setAccount_(tx, input);
      await tx.raw(`update carrier_service set active = false where cooperative_id = ? and carrier = ?`, [
        input.cooperative_id,
        input.code,
      ]);
      await addServices_(tx, input, input.services);
      return ok(undefined);
    });
  }
}

export async function carriersOf(sql: Sql, cooperative_id: string): Promise<CarrierView[]> {
  const accounts = await rows<AccountRow>(
    sql,
    `select a.carrier, a.name, a.needs_phone, a.active, a.cutoff, a.pickup_days, a.tracking_lengths, a.tracking_prefixes, a.label_by,
       coalesce((select jsonb_agg(jsonb_build_object('service', s.service, 'title', s.title, 'cold', s.cold) order by s.service)
                 from carrier_service s where s.cooperative_id = a.cooperative_id and s.carrier = a.carrier and s.active), '[]') as services
     from carrier_account a where a.cooperative_id = ? order by a.carrier limit 100`,
    [cooperative_id],
  );
  const byCode = new Map(accounts.map((account) => [account.carrier, account]));
  const known = KNOWN_CARRIERS.map(({ code, zh, en, adapter, needs_phone }): CarrierView => ({
    code,
    zh,
    en,
    adapter,
    ...(byCode.has(code)
      ? said(byCode.get(code)!)
      : {
          needs_phone,
          active: adapter === "standin",
          cutoff: DEFAULT_CUTOFF,
          pickup_days: DEFAULT_DAYS,
          tracking_lengths: [],
          tracking_prefixes: [],
          label_by: "ours",
          services: [],
        }),
  }));
  const own = accounts.filter((account) => !knownCarrier(account.carrier));
  return [
    ...known,
    ...own.map((account): CarrierView => {
      const name = account.name ?? account.carrier;
      return { code: account.carrier, zh: name, en: name, adapter: "manual", ...said(account) };
    }),
  ];
}

function said({ carrier: _, name: __, ...account }: AccountRow) {
  return account;
}

/** Shapes of a carrier's numbers: what the cooperative said, else what is known, else anything. */
export function trackingRulesOf(
  carrier: Pick<CarrierView, "code" | "tracking_lengths" | "tracking_prefixes">,
): readonly TrackingRule[] {
  const { tracking_lengths, tracking_prefixes } = carrier;
  if (tracking_lengths.length === 0) return knownCarrier(carrier.code)?.tracking ?? [];
  const prefixes = tracking_prefixes.length === 0 ? [""] : tracking_prefixes;
  return tracking_lengths.flatMap((length) => prefixes.map((prefix) => ({ prefix, length })));
}

/** Switches known carriers on with their defaults, where nothing was said of them yet: their first cards were entered. */
export async function ensureCarriers_(
  tx: Transaction,
  input: {
    cooperative_id: string;
    person: string;
    cards: readonly { carrier: string; service: string }[];
  },
): Promise<void> {
  if (input.cards.length === 0) return;
  const carriers = [...new Set(input.cards.map((card) => card.carrier))].sort();
  await tx.raw(
    `insert into carrier_account (cooperative_id, carrier, adapter, needs_phone, active, cutoff, pickup_days, changed_by)
     select ?, t.carrier, t.adapter, t.needs_phone, true, ?, ?, ? from unnest(?::text[], ?::text[], ?::boolean[]) as t (carrier, adapter, needs_phone)
     on conflict do nothing`,
    [
      input.cooperative_id,
      DEFAULT_CUTOFF,
      DEFAULT_DAYS,
      input.person,
      carriers,
      carriers.map(adapterOf),
      carriers.map((code) => knownCarrier(code)?.needs_phone ?? true),
    ] as never,
  );
  const services = new Map(input.cards.map((card) => [`${card.carrier}/${card.service}`, card]));
  const [codes, names] = [
    [...services.values()].map((one) => one.carrier),
    [...services.values()].map((one) => one.service),
  ];
  await tx.raw(
    `insert into carrier_service (cooperative_id, carrier, service, title)
     select ?, t.carrier, t.service, t.service from unnest(?::text[], ?::text[]) as t (carrier, service) on conflict do nothing`,
    [input.cooperative_id, codes, names] as never,
  );
}

/** Carriers that say by themselves where their parcels are; of all others people say it. */
export const TELLING_CARRIERS: readonly string[] = KNOWN_CARRIERS.filter((one) => one.adapter !== "manual").map(
  (one) => one.code,
);

export function adapterOf(carrier: string): CarrierAdapter {
  return knownCarrier(carrier)?.adapter ?? "manual";
}

async function setAccount_(tx: Transaction, input: SetCarrier): Promise<void> {
  await tx.raw(
    `insert into carrier_account (cooperative_id, carrier, name, adapter, needs_phone, active, cutoff, pickup_days, tracking_lengths, tracking_prefixes, label_by, changed_by)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (cooperative_id, carrier) do update set name = excluded.name, needs_phone = excluded.needs_phone, active = excluded.active,
       cutoff = excluded.cutoff, pickup_days = excluded.pickup_days, tracking_lengths = excluded.tracking_lengths,
       tracking_prefixes = excluded.tracking_prefixes, label_by = excluded.label_by, changed_by = excluded.changed_by, changed_at = now()`,
    [
      input.cooperative_id,
      input.code,
      input.name ?? null,
      adapterOf(input.code),
      input.needs_phone,
      input.active,
      input.cutoff,
      [...input.pickup_days],
      [...input.tracking_lengths],
      [...input.tracking_prefixes],
      adapterOf(input.code) === "manual" ? "ours" : input.label_by,
      input.person,
    ] as never,
  );
}

async function addServices_(
  tx: Transaction,
  of: { cooperative_id: string; code: string },
  services: readonly CarrierServiceView[],
): Promise<void> {
  await tx.raw(
    `insert into carrier_service (cooperative_id, carrier, service, title, cold)
     select ?, ?, t.service, t.title, t.cold from unnest(?::text[], ?::text[], ?::boolean[]) as t (service, title, cold)
     on conflict (cooperative_id, carrier, service) do update set title = excluded.title, cold = excluded.cold, active = true`,
    [
      of.cooperative_id,
      of.code,
      services.map((one) => one.service),
      services.map((one) => one.title),
      services.map((one) => one.cold),
    ] as never,
  );
}
