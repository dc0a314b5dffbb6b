import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type { Refusal, Result } from "@commonlot/domain";

// What the seed needs of the backend's services. The backend is a program of its own and is not imported: these are the
// doors it opens in its container, no wider than the seed uses them.

export interface VillageDoor {
  regions(): Promise<{ id: string; handle: string }[]>;
  villages(): Promise<{ id: string; handle: string; cooperative_ids: string[] }[]>;
  createRegion(input: object): Promise<Result<{ id: string }, Refusal>>;
  secretaries: {
    byEmail(email: string): Promise<{ secretary_id: string } | undefined>;
    add(input: object): Promise<Result<{ secretary_id: string }, Refusal>>;
  };
  seasons: { put(input: readonly object[]): Promise<Result<void, Refusal>> };
  certificates: {
    /** All that were not withdrawn. */
    ofDesk(village_id: string, today: string): Promise<{ kind: string; number: string }[]>;
    add(input: object): Promise<Result<unknown, Refusal>>;
  };
  addVillages(input: readonly object[]): Promise<Result<{ id: string; handle: string }[], Refusal>>;
}

export interface CooperativeDoor {
  cooperatives(): Promise<{ id: string; handle: string; stock_location_id: string }[]>;
  createCooperative(input: object): Promise<Result<{ id: string }, Refusal>>;
  memberships: {
    byEmail(email: string): Promise<{ member_id: string } | undefined>;
    grant(input: object): Promise<Result<unknown, Refusal>>;
  };
  addMember(input: object): Promise<Result<{ member_id: string }, Refusal>>;
  householdsByCard(cards: readonly string[]): Promise<{ household_id: string; card_number: string; name: string }[]>;
  registerHouseholds(
    input: readonly object[],
  ): Promise<Result<{ household_id: string; card_number: string }[], Refusal>>;
  payoutAccounts(ids: readonly string[]): Promise<{ household_id: string; rail: string; stripe_account_id?: string }[]>;
  setPayoutAccounts(input: readonly object[]): Promise<Result<{ count: number }, Refusal>>;
}

export interface PoolDoor {
  /** Hands back the pool that stands when it is there already. */
  createPool(input: object): Promise<{ id: string; produce: string; inventory_item_id: string }>;
}

export interface SettlementDoor {
  policyInForce(cooperative_id: string, currency: string): Promise<object | undefined>;
  publishPolicy(input: object): Promise<Result<unknown, Refusal>>;
  setPayingAccount(input: object): Promise<Result<unknown, Refusal>>;
}

/** Everything a part of the seed works with. */
export interface House {
  container: MedusaContainer;
  /** Rows of a Medusa entity; `T` says the fields that are asked for. */
  find: <T>(entity: string, fields: readonly string[], filters?: Record<string, unknown>) => Promise<T[]>;
  village: VillageDoor;
  cooperative: CooperativeDoor;
  pool: PoolDoor;
  settlement: SettlementDoor;
  say: (text: string) => void;
}

export function openHouse(container: MedusaContainer, say: (text: string) => void): House {
  const door = <T>(name: string): T => container.resolve<T>(name);
  return {
    container,
    find: async <T>(entity: string, fields: readonly string[], filters: Record<string, unknown> = {}) => {
      const query = container.resolve(ContainerRegistrationKeys.QUERY);
      const found = await query.graph({ entity, fields: [...fields], filters });
      return found.data as T[];
    },
    village: door("village"),
    cooperative: door("cooperative"),
    pool: door("pool"),
    settlement: door("settlement"),
    say,
  };
}

/** The value of a result; the seed has no use for a refusal. */
export function must<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value;
  throw new Error(`the seed was refused: ${result.refusal.reason}: ${result.refusal.message}`);
}

/** The first of a list that may not be empty. */
export function first<T>(list: readonly T[]): T {
  const [one] = list;
  if (one === undefined) throw new Error("expected one, got none");
  return one;
}
