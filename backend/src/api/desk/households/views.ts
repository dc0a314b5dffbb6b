import type { HouseholdAct } from "../../../modules/cooperative/acts";
import { PURPOSES, type Consent } from "../../../modules/cooperative/consents";
import type { ShownAccount } from "../../../modules/cooperative/payout-accounts";
import type { Delegate, Person } from "../../../modules/cooperative/relatives";

/** Every purpose, spoken of or not: what was never asked was not given. */
export function consentViews(consents: readonly Consent[]) {
  return PURPOSES.map((purpose) => {
    const last = consents.find((consent) => consent.purpose === purpose);
    return {
      purpose,
      given: last?.given ?? false,
      proof_kind: last?.proof_kind ?? null,
      proof: last?.proof ?? null,
      on_day: last?.on_day ?? null,
    };
  });
}

export function personView({ id, name, relation }: Person) {
  return { id, name, relation };
}

export function delegateView({ id, name, relation, phone_last4, may, since }: Delegate) {
  return { id, name, relation, phone_last4, may, since: since.toISOString() };
}

export function accountView(shown: ShownAccount | undefined) {
  if (!shown) return null;
  const { rail, last4, waiting } = shown;
  return { rail, last4, waiting: waiting && { ...waiting, usable_from: waiting.usable_from.toISOString() } };
}

export function actView({ id, at, actor_kind, actor_name, act, consent_kind, note }: HouseholdAct) {
  return { id, at: at.toISOString(), actor_kind, actor_name, act, consent_kind, note };
}
