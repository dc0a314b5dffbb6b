/** Schema of the stand-in, apart from the shop's own tables. Every statement may run again. */
export const SCHEMA_SQL = `
create schema if not exists carrier_standin;
create table if not exists carrier_standin.shipment (
  seq bigint generated always as identity,
  id text primary key,
  reference text not null,
  tracking_number text not null unique,
  carrier text not null,
  service text not null,
  weight_g bigint not null check (weight_g > 0),
  batch text not null,
  state text not null default 'booked',
  created_at timestamptz not null default now()
);
create unique index if not exists shipment_live_reference on carrier_standin.shipment (reference) where state <> 'cancelled';
create index if not exists shipment_batch on carrier_standin.shipment (batch);
create table if not exists carrier_standin.step (
  seq bigint generated always as identity primary key,
  shipment_id text not null references carrier_standin.shipment (id),
  state text not null,
  place text not null,
  due_at timestamptz not null,
  sent_at timestamptz,
  unique (shipment_id, state)
);
create index if not exists step_due on carrier_standin.step (due_at) where sent_at is null;
create table if not exists carrier_standin.idempotency (
  key text primary key, request_hash text not null, status int not null, body text not null, created_at timestamptz not null default now()
);
create table if not exists carrier_standin.paper (
  key text primary key, kind text not null, request_hash text not null, id text not null, body text not null, created_at timestamptz not null default now()
);
alter table carrier_standin.paper add column if not exists cancelled_at timestamptz;
create table if not exists carrier_standin.delivery (
  id text primary key,
  body text not null,
  events int not null,
  copies int not null default 1,
  attempts int not null default 0,
  next_at timestamptz not null default now(),
  last_status text,
  delivered_at timestamptz
);
create index if not exists delivery_due on carrier_standin.delivery (next_at) where copies > 0;
create table if not exists carrier_standin.fault_state (
  one boolean primary key default true check (one), data jsonb not null
);
`;
