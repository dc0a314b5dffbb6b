import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { connectNeeds, connectState, isServedCountry, type ConnectFacts } from "@commonlot/domain";
import Stripe from "stripe";
import { readEnv } from "../../env";
import { killPoint } from "../../lib/kill-point";
import { refuseWith } from "../../lib/refusal";
import type { ConnectAccount } from "../../modules/cooperative/connect-accounts";
import type CooperativeService from "../../modules/cooperative/service";
import { stripe } from "../../providers/stripe/client";

export interface ConnectInput {
  household_id: string;
  /** Where the household's bank account is. */
  country: string;
  person: string;
  path: "zh" | "en";
}

/** Accounts made since the wish that are looked through for ours. */
const PAGE = 100;
/** Our clock and the processor's may differ. */
const CLOCK_S = 600;

/**
 * A link to the processor's own pages, fresh at each press since links run out in minutes. The wish and its key are written
 * first; an account that an earlier run has made is found by the key it carries, so that a household never has two.
 */
export async function connectHousehold(
  container: MedusaContainer,
  input: ConnectInput,
  rail: Stripe = stripe(),
): Promise<{ url: string }> {
  if (!isServedCountry(input.country)) {
    refuseWith(
      "country_not_served",
      "Payouts by Stripe do not reach bank accounts in this country. Choose a bank account or cash instead; nothing was changed.",
      "country",
    );
  }
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const wanted = await cooperatives.connect.want(input);
  try {
    const account = wanted.stripe_account_id ?? (await accountOf(cooperatives, wanted, rail));
    const back = (why: "return" | "refresh"): string =>
      new URL(`/${input.path}/home/settings/stripe?from=${why}`, readEnv().STOREFRONT_URL).toString();
    const link = await rail.accountLinks.create({
      account,
      type: "account_onboarding",
      return_url: back("return"),
      refresh_url: back("refresh"),
    });
    return { url: link.url };
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    return refuseWith(
      "processor_silent",
      "Stripe did not answer. Nothing is lost: press again in a moment and the same account goes on.",
    );
  }
}

async function accountOf(cooperatives: CooperativeService, wanted: ConnectAccount, rail: Stripe): Promise<string> {
  const made = (await lookUp(rail, wanted)) ?? (await make(rail, wanted));
  killPoint("after_connect_account");
  await cooperatives.connect.adopt(wanted.household_id, made);
  return made;
}

async function make(rail: Stripe, wanted: ConnectAccount): Promise<string> {
  const account = await rail.accounts.create(
    {
      country: wanted.country,
      type: "express",
      capabilities: { transfers: { requested: true } },
      metadata: { household_id: wanted.household_id, connect_key: wanted.idempotency_key },
    },
    { idempotencyKey: wanted.idempotency_key },
  );
  return account.id;
}

async function lookUp(rail: Stripe, wanted: ConnectAccount): Promise<string | undefined> {
  const created = { gte: Math.floor(wanted.created_at.getTime() / 1000) - CLOCK_S };
  for await (const account of rail.accounts.list({ created, limit: PAGE })) {
    if (account.metadata?.connect_key === wanted.idempotency_key) return account.id;
  }
  return undefined;
}

/** Asks the processor how the account stands, whatever an event said: events come late and in any order. */
export async function checkConnect(
  container: MedusaContainer,
  stripe_account_id: string,
  rail: Stripe = stripe(),
): Promise<void> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const asked_at = new Date();
  const account = await rail.accounts.retrieve(stripe_account_id);
  const { requirements, details_submitted, payouts_enabled, capabilities } = account;
  const due = [...(requirements?.past_due ?? []), ...(requirements?.currently_due ?? [])];
  const disabled_reason = requirements?.disabled_reason ?? null;
  const transfers = transfersOf(capabilities?.transfers);
  const state = connectState({ details_submitted, transfers, payouts_enabled, due, disabled_reason });
  await cooperatives.connect.observe({ stripe_account_id, state, needs: connectNeeds(due), disabled_reason, asked_at });
}

/** A capability that a newer API names otherwise is none yet. */
function transfersOf(capability: string | undefined): ConnectFacts["transfers"] {
  return capability === "active" || capability === "pending" ? capability : "inactive";
}

/** What a stored event of the processor says of an account; others are not ours to take. */
export async function takeConnectEvent(
  container: MedusaContainer,
  event: { type: string; payload: Record<string, unknown> },
  rail?: Stripe,
): Promise<void> {
  if (event.type !== "account.updated") return;
  const object = (event.payload.data as { object?: { id?: unknown } } | undefined)?.object;
  if (typeof object?.id === "string") await checkConnect(container, object.id, rail);
}

const connectHouseholdStep = createStep("connect-household", async (input: ConnectInput, { container }) => {
  return new StepResponse(await connectHousehold(container, input));
});

/** No compensation: an account that stands empty does no harm, and is the one that the next press goes on with. */
export const connectHouseholdWorkflow = createWorkflow("connect-household", (input: ConnectInput) => {
  return new WorkflowResponse(connectHouseholdStep(input));
});
