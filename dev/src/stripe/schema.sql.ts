/** Schema of the stand-in, apart from the shop's own tables. Every statement may run again. */
const KINDS: Record<string, string> = {
  payment_intent: `
    amount bigint generated always as ((body->>'amount')::bigint) stored check (amount > 0),
    amount_received bigint generated always as ((body->>'amount_received')::bigint) stored check (amount_received between 0 and amount),
    amount_capturable bigint generated always as ((body->>'amount_capturable')::bigint) stored check (amount_capturable between 0 and amount),`,
  charge: `
    amount bigint generated always as ((body->>'amount')::bigint) stored check (amount > 0),
    amount_captured bigint generated always as ((body->>'amount_captured')::bigint) stored check (amount_captured between 0 and amount),
    amount_refunded bigint generated always as ((body->>'amount_refunded')::bigint) stored check (amount_refunded between 0 and amount),`,
  refund: `amount bigint generated always as ((body->>'amount')::bigint) stored check (amount > 0),`,
  transfer: `
    amount bigint generated always as ((body->>'amount')::bigint) stored check (amount > 0),
    amount_reversed bigint generated always as ((body->>'amount_reversed')::bigint) stored check (amount_reversed between 0 and amount),`,
  transfer_reversal: `amount bigint generated always as ((body->>'amount')::bigint) stored check (amount > 0),`,
  payout: `amount bigint generated always as ((body->>'amount')::bigint) stored check (amount > 0),`,
  dispute: `amount bigint generated always as ((body->>'amount')::bigint) stored check (amount > 0),`,
  balance_transaction: `
    currency text generated always as (body->>'currency') stored,
    net bigint generated always as ((body->>'net')::bigint) stored,
    available_on bigint generated always as ((body->>'available_on')::bigint) stored,`,
  customer: "",
  payment_method: "",
  setup_intent: "",
  account: "",
  webhook_endpoint: "",
  event: "",
};

/** Fields lists are filtered by. */
const INDEXES: [string, string][] = [
  ["payment_intent", "customer"],
  ["charge", "payment_intent"],
  ["charge", "transfer_group"],
  ["refund", "charge"],
  ["refund", "payment_intent"],
  ["transfer", "transfer_group"],
  ["transfer", "source_transaction"],
  ["transfer", "destination"],
  ["transfer_reversal", "transfer"],
  ["payment_method", "customer"],
  ["balance_transaction", "source"],
  ["event", "type"],
];

const tables = Object.entries(KINDS).map(
  ([kind, columns]) => `
create table if not exists stripe_standin.${kind} (
  seq bigint generated always as identity unique,
  id text primary key,
  account text not null,
  body jsonb not null,
  private jsonb not null default '{}',
  ${columns}
  check (body->>'id' = id)
);`,
);

const indexes = INDEXES.map(
  ([kind, field]) =>
    `create index if not exists ${kind}_${field} on stripe_standin.${kind} ((body->>'${field}'), seq);`,
);

export const TABLES: readonly string[] = [
  ...Object.keys(KINDS),
  "account_balance",
  "idempotency",
  "delivery",
  "due_action",
  "fault_state",
];

export const SCHEMA_SQL = `
create schema if not exists stripe_standin;
${tables.join("\n")}
${indexes.join("\n")}
create index if not exists balance_transaction_available
  on stripe_standin.balance_transaction (account, currency, available_on);

-- Running total per account and currency; the row is also the lock under which money moves.
create table if not exists stripe_standin.account_balance (
  account text not null, currency text not null, total bigint not null default 0,
  primary key (account, currency)
);
create table if not exists stripe_standin.idempotency (
  account text not null, key text not null, request_hash text not null, request_id text not null,
  status int not null, body text not null, created bigint not null,
  primary key (account, key)
);
create table if not exists stripe_standin.delivery (
  seq bigint generated always as identity primary key,
  event_id text not null references stripe_standin.event (id) on delete cascade,
  endpoint_id text not null references stripe_standin.webhook_endpoint (id) on delete cascade,
  copies int not null default 1 check (copies between 0 and 100),
  attempts int not null default 0,
  first_due timestamptz not null,
  next_at timestamptz not null,
  last_status text,
  ended text check (ended in ('delivered', 'dropped', 'given_up'))
);
create index if not exists delivery_due on stripe_standin.delivery (next_at, seq) where ended is null;
create table if not exists stripe_standin.due_action (
  seq bigint generated always as identity primary key,
  kind text not null, account text not null, object_id text not null, due_at timestamptz not null
);
create table if not exists stripe_standin.fault_state (
  one boolean primary key default true check (one), data jsonb not null
);
`;
