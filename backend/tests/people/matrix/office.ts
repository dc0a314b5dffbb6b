import { randomUUID } from "node:crypto";
import { office, type Row } from "./row";
import type { World } from "./world";

const agreed = { kind: "present", note: "matrix" };
const theirs = (world: World) => ({ id: world.ids.household });

/** What a secretary does for the households of her village, and for no others. */
export const OFFICE_ROWS: readonly Row[] = [
  {
    method: "POST",
    path: "/office/households",
    // Each registers in her own village.
    expect: office(201),
    body: () => ({ name: "matrix", phone: "13800138000", registration_key: randomUUID(), agreed }),
  },
  {
    method: "POST",
    path: "/office/households/:id",
    ids: theirs,
    expect: office(200, 404),
    body: () => ({ name: "canary-first", agreed }),
  },
  {
    method: "POST",
    path: "/office/households/:id/people",
    ids: theirs,
    expect: office(201, 404),
    body: () => ({ name: "canary-person", relation: "child", agreed }),
  },
  {
    method: "POST",
    path: "/office/households/:id/people/:person_id/remove",
    ids: (world) => ({ ...theirs(world), person_id: world.ids.person }),
    // The desk's row has removed them.
    expect: office([200, 404], 404),
    body: () => ({ agreed }),
  },
  {
    method: "POST",
    path: "/office/households/:id/delegates",
    ids: theirs,
    expect: office(201, 404),
    body: () => ({ name: "canary-delegate", relation: "niece", phone: "13800138001", may: "look", agreed }),
  },
  {
    method: "POST",
    path: "/office/households/:id/delegates/:delegate_id/end",
    ids: (world) => ({ ...theirs(world), delegate_id: world.ids.delegate }),
    expect: office([200, 404], 404),
    body: () => ({ agreed }),
  },
  {
    method: "POST",
    path: "/office/households/:id/pin",
    ids: theirs,
    expect: office(200, 404),
    body: () => ({ agreed }),
  },
];
