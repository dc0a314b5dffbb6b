import { KNOWN_CARRIERS } from "@commonlot/domain";
import { readEnv } from "../../../backend/src/env";
import type { Carrier } from "./carrier";
import { manualCarrier } from "./manual";
import { standinCarrier } from "./standin";

/** The adapter of a carrier, by its code. */
export function carrierOf(code: string): Carrier {
  return askable().includes(code) ? standinCarrier(readEnv().CARRIER_API_URL) : manualCarrier;
}

/** Carriers that can be asked where a parcel is. */
export function askable(): string[] {
  return KNOWN_CARRIERS.filter((carrier) => carrier.adapter !== "manual").map((carrier) => carrier.code);
}
