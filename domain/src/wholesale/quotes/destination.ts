import { sha256Hex } from "../../shared/sha256";

/** A place as an address names it, without whoever is there. */
export interface Place {
  readonly country_code?: string | null | undefined;
  readonly province?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly address_1?: string | null | undefined;
  readonly address_2?: string | null | undefined;
  readonly postal_code?: string | null | undefined;
}

const PLACE = ["country_code", "province", "city", "address_1", "address_2", "postal_code"] as const;

/**
 * What tells one destination from another, in 64 hex signs: kept with an accepted quote in place of the address itself (docs/adr/0069). Name,
 * company and phone are no part of it: who receives the goods may change, where they go may not.
 */
export function placeMark(place: Place): string {
  return sha256Hex(JSON.stringify(PLACE.map((part) => plain(place, part))));
}

/** An address that was asked for, sent to the agreed place all the same: people of the one, place of the other. */
export function atPlace<Address extends Place>(asked: Address, agreed: Place): Address {
  const place = Object.fromEntries(PLACE.map((part) => [part, agreed[part] ?? null]));
  return { ...asked, ...place, country_code: agreed.country_code ?? asked.country_code };
}

function plain(place: Place, part: (typeof PLACE)[number]): string {
  const text = (place[part] ?? "").trim();
  return part === "country_code" ? text.toLowerCase() : text;
}
