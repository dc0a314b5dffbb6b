import type { ParcelView } from "../../../modules/parcel/types";

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
