import type Stripe from "stripe";
import { invalid } from "../errors.js";
import { emit } from "../events.js";
import type { FaultsConfig } from "../faults.js";
import { choice, mergeMetadata, optMap, optText, text } from "../params.js";
import { checkReturnUrl } from "../return-url.js";
import { find, idFor, insert, load, page, remove, save } from "../store.js";
import { ok, type Ctx, type Route, type Row } from "../types.js";

type Account = Stripe.Account;

export const accountRoutes: Route[] = [
  { method: "POST", path: "/accounts", handle: create },
  { method: "GET", path: "/accounts", handle: listAll },
  { method: "GET", path: "/account", handle: own },
  { method: "GET", path: "/accounts/:id", handle: retrieve },
  { method: "POST", path: "/accounts/:id", handle: update },
  { method: "DELETE", path: "/accounts/:id", handle: del },
  { method: "POST", path: "/account_links", handle: createLink },
];

/** Countries to which self-serve payouts reach, with their currency; others are refused as Stripe would. */
const CURRENCY: Record<string, string> = {
  US: "usd",
  GB: "gbp",
  CA: "cad",
  CH: "chf",
  AU: "aud",
  NZ: "nzd",
  JP: "jpy",
  SG: "sgd",
  HK: "hkd",
  SE: "sek",
  NO: "nok",
  DK: "dkk",
  PL: "pln",
  CZ: "czk",
  HU: "huf",
  RO: "ron",
  MX: "mxn",
  TH: "thb",
  MY: "myr",
  BR: "brl",
  AT: "eur",
  BE: "eur",
  CY: "eur",
  DE: "eur",
  EE: "eur",
  ES: "eur",
  FI: "eur",
  FR: "eur",
  GR: "eur",
  HR: "eur",
  IE: "eur",
  IT: "eur",
  LT: "eur",
  LU: "eur",
  LV: "eur",
  MT: "eur",
  NL: "eur",
  PT: "eur",
  SI: "eur",
  SK: "eur",
};

const LINK_LIFETIME_S = 300;

async function create(ctx: Ctx) {
  const { params } = ctx;
  const country = optText(params, "country") ?? "US";
  const code = CURRENCY[country];
  if (!code)
    throw invalid(`Country '${country}' is not supported for connected accounts.`, "country", "country_unsupported");
  const active = ctx.faults.config.accounts_start === "active";
  const asked = optMap(params, "capabilities") ?? {};
  const requested = (name: string): boolean => (optMap(asked, name) ?? {}).requested === "true";
  const status = active ? "active" : "inactive";
  const body: Account = {
    id: idFor(ctx, "account"),
    object: "account",
    business_profile: null,
    business_type: choice(params, "business_type", [
      "individual",
      "company",
      "non_profit",
      "government_entity",
    ] as const),
    capabilities: {
      ...(requested("card_payments") && { card_payments: status }),
      // Without any request the stand-in assumes what a payout account needs.
      ...((requested("transfers") || Object.keys(asked).length === 0) && { transfers: status }),
    },
    charges_enabled: active && requested("card_payments"),
    country,
    created: ctx.now,
    default_currency: code,
    details_submitted: active,
    email: optText(params, "email"),
    external_accounts: { object: "list", data: [], has_more: false, url: "" },
    metadata: mergeMetadata({}, params),
    payouts_enabled: active,
    requirements: requirements(
      active ? [] : ["external_account", "tos_acceptance.date"],
      active ? null : "requirements.past_due",
    ),
    settings: null,
    tos_acceptance: {},
    type: choice(params, "type", ["standard", "express", "custom"] as const) ?? "none",
  };
  await insert(ctx, "account", body);
  return ok(body);
}

type Requirements = NonNullable<Account["requirements"]>;

function requirements(due: string[], disabled_reason: Requirements["disabled_reason"]): Requirements {
  return {
    alternatives: [],
    current_deadline: null,
    currently_due: due,
    disabled_reason,
    errors: [],
    eventually_due: due,
    past_due: due,
    pending_verification: [],
  };
}

async function listAll(ctx: Ctx) {
  return ok(await page(ctx, "account", "/v1/accounts", {}));
}

/** The account that asks: the connected one named by `Stripe-Account`, else the platform. */
async function own(ctx: Ctx) {
  if (ctx.account !== "") return ok((await load(ctx, "account", ctx.account)).body);
  return ok({
    id: "acct_standinplatform",
    object: "account",
    charges_enabled: true,
    payouts_enabled: true,
    details_submitted: true,
    country: "US",
    default_currency: "usd",
    email: null,
    type: "standard",
  });
}

async function retrieve(ctx: Ctx) {
  return ok((await load(ctx, "account", ctx.path.id ?? "", { param: "account" })).body);
}

async function update(ctx: Ctx) {
  const row = await load(ctx, "account", ctx.path.id ?? "", { lock: true, param: "account" });
  const before = row.body.metadata ?? {};
  row.body.metadata = mergeMetadata(before, ctx.params);
  if (ctx.params.email !== undefined) row.body.email = optText(ctx.params, "email");
  await save(ctx, "account", row);
  await emit(ctx, "account.updated", row.body, { account: row.body.id, previous: { metadata: before } });
  return ok(row.body);
}

async function del(ctx: Ctx) {
  const row = await load(ctx, "account", ctx.path.id ?? "", { lock: true, param: "account" });
  await remove(ctx, "account", row.body.id);
  return ok({ id: row.body.id, object: "account", deleted: true });
}

async function createLink(ctx: Ctx) {
  const account = await load(ctx, "account", text(ctx.params, "account"), { param: "account" });
  const returnUrl = checkReturnUrl(ctx, text(ctx.params, "return_url"));
  checkReturnUrl(ctx, text(ctx.params, "refresh_url"), "refresh_url");
  text(ctx.params, "type");
  return ok({
    object: "account_link",
    created: ctx.now,
    expires_at: ctx.now + LINK_LIFETIME_S,
    url: `${ctx.publicUrl}/connect/${account.body.id}?return_url=${encodeURIComponent(returnUrl)}`,
  });
}

/** Everything asked for was handed in, or the account is shut: capabilities follow, `account.updated` tells. */
export async function setActive(ctx: Ctx, row: Row<Account>, active: boolean): Promise<void> {
  const account = row.body;
  const previous = { payouts_enabled: account.payouts_enabled, capabilities: account.capabilities };
  const status = active ? "active" : "inactive";
  account.capabilities = Object.fromEntries(Object.keys(account.capabilities ?? {}).map((name) => [name, status]));
  account.payouts_enabled = active;
  account.charges_enabled = active && account.capabilities.card_payments === "active";
  if (active) account.details_submitted = true;
  account.requirements = active ? requirements([], null) : requirements(["external_account"], "requirements.past_due");
  await save(ctx, "account", row);
  await emit(ctx, "account.updated", account, { account: account.id, previous });
}

/** Makes the accounts show what the switch `restricted_accounts` changed. */
export async function followRestrictions(
  ctx: Ctx,
  before: FaultsConfig["restricted_accounts"],
  after: FaultsConfig["restricted_accounts"],
): Promise<void> {
  for (const id of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (id in before === id in after) continue;
    const row = await find(ctx, "account", id, true);
    if (row) await setActive(ctx, row, !(id in after));
  }
}
