import { safeNumber, type ParcelView } from "../../../modules/parcel/types";
import type { WhyParcel } from "../../../modules/parcel/why-parcels";

/** A parcel in a list of the desk: who it is for by name, not where they live. */
export function parcelFields(parcel: Omit<ParcelView, "contents" | "events">) {
  return {
    id: parcel.id,
    number: parcel.number,
    order_id: parcel.order_id,
    state: parcel.state,
    name: parcel.name,
    destination_id: parcel.destination_id,
    province_code: parcel.province_code,
    zone: parcel.zone,
    carton: parcel.carton,
    goods_g: parcel.goods_g,
    gross_g: parcel.gross_g,
    freight_minor: parcel.freight_minor,
    carton_minor: parcel.carton_minor,
    currency: parcel.currency,
    carrier: parcel.carrier,
    service: parcel.service,
    tracking_number: parcel.tracking_number,
    handover_id: parcel.handover_id,
    handed_over_at: parcel.handed_over_at,
    delivered_at: parcel.delivered_at,
  };
}

/** How its freight came about, and why other parcels to the same place are not one with it; amounts in minor units. */
export function whyFields(why: WhyParcel) {
  return {
    currency: why.currency,
    freight_minor: why.freight_minor,
    carton_minor: why.carton_minor,
    carton: why.carton,
    freight_words: why.freight_words,
    more: why.more,
    apart: why.apart.map(({ id, number, reason }) => ({
      id,
      number,
      reason:
        reason.why === "cost"
          ? {
              why: reason.why,
              together_minor: safeNumber(reason.together_minor),
              apart_minor: safeNumber(reason.apart_minor),
            }
          : reason,
    })),
  };
}
