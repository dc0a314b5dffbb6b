import { randomUUID } from "node:crypto";
import { desk, household, office, type Row } from "./row";
import type { World } from "./world";

const WEIGHER = ["weigher"] as const;
const ACCOUNTANT = ["accountant"] as const;
const agreed = { kind: "present", note: "matrix" };
const theirs = (world: World) => ({ id: world.ids.household });
const consent = { purpose: "benefit_proof", given: true, proof_kind: "paper", proof: "matrix", on_day: "2026-01-01" };

/** The register of households: desk, office, and the household's own settings. */
export const REGISTER_ROWS: readonly Row[] = [
  {
    method: "POST",
    path: "/desk/households",
    // The manager of the other cooperative names a village that is not theirs.
    expect: desk(201, { roles: WEIGHER, other: 404 }),
    body: (world) => ({
      name: "matrix",
      village_id: world.ids.village,
      phone: "13800138000",
      registration_key: randomUUID(),
      agreed,
    }),
  },
  { method: "GET", path: "/desk/households/:id", ids: theirs, expect: desk(200, { other: 404 }) },
  {
    method: "POST",
    path: "/desk/households/:id",
    ids: theirs,
    expect: desk(200, { roles: WEIGHER, other: 404 }),
    body: () => ({ priority_floor_g: 1_000, agreed }),
  },
  {
    method: "POST",
    path: "/desk/households/:id/consents",
    ids: theirs,
    expect: desk(200, { roles: WEIGHER, other: 404 }),
    body: () => ({ ...consent, agreed }),
  },
  {
    method: "POST",
    path: "/desk/households/:id/people",
    ids: theirs,
    expect: desk(201, { roles: WEIGHER, other: 404 }),
    body: () => ({ name: "canary-person", relation: "child", agreed }),
  },
  {
    method: "POST",
    path: "/desk/households/:id/people/:person_id/remove",
    ids: (world) => ({ ...theirs(world), person_id: world.ids.person }),
    // The second finds it removed.
    expect: desk([200, 404], { roles: WEIGHER, other: 404 }),
    body: () => ({ agreed }),
  },
  {
    method: "POST",
    path: "/desk/households/:id/delegates",
    ids: theirs,
    expect: desk(201, { roles: WEIGHER, other: 404 }),
    body: () => ({ name: "canary-delegate", relation: "niece", phone: "13800138001", may: "look", agreed }),
  },
  {
    method: "POST",
    path: "/desk/households/:id/delegates/:delegate_id/end",
    ids: (world) => ({ ...theirs(world), delegate_id: world.ids.delegate }),
    expect: desk([200, 404], { roles: WEIGHER, other: 404 }),
    body: () => ({ agreed }),
  },
  {
    method: "POST",
    path: "/desk/households/:id/pin",
    // The household of this test was written by hand: its phone does not open.
    ids: (world) => ({ id: world.ids.registered }),
    expect: desk(200, { roles: WEIGHER, other: 404 }),
    body: () => ({ agreed }),
  },
  {
    method: "POST",
    path: "/desk/households/:id/account",
    ids: theirs,
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
    body: () => ({ rail: "cash", holder: "canary-first", agreed }),
  },
  {
    method: "POST",
    path: "/desk/households/:id/account/call-off",
    ids: theirs,
    // Nothing waits: whoever may ask is told so.
    expect: desk(400, { roles: ["weigher", "accountant"], other: 404 }),
    body: () => ({ agreed }),
  },
  {
    method: "POST",
    path: "/household/account",
    // A session alone moves no money.
    expect: household(400),
    body: () => ({ rail: "cash", holder: "x", proof: { kind: "pin", secret: "000000" } }),
  },
  // A code goes to the number of the household, once a minute.
  { method: "POST", path: "/household/account/code", expect: household([202, 400]), body: () => ({}) },
  { method: "POST", path: "/household/account/call-off", expect: household(400), body: () => ({}) },
  {
    method: "POST",
    path: "/desk/households/:id/acting-for",
    ids: theirs,
    expect: desk(201, { other: 404 }),
    body: () => ({ agreed }),
  },
  {
    method: "POST",
    path: "/desk/household-imports",
    expect: desk(200, { roles: WEIGHER, other: 400 }),
    body: () => ({ rows: [{ line: 2, name: "matrix", village: "maya", phone: "13800138000" }] }),
  },
  {
    method: "POST",
    path: "/desk/household-imports/:id/write",
    ids: (world) => ({ id: world.ids.import }),
    expect: desk(200, { roles: WEIGHER, other: 404 }),
    body: () => ({ agreed }),
  },
  { method: "GET", path: "/desk/household-export", expect: desk(200, { roles: [] }) },
  { method: "GET", path: "/desk/card-sheets", expect: desk(200, { roles: WEIGHER }) },
  {
    method: "POST",
    path: "/desk/card-sheets",
    expect: desk(202, { roles: WEIGHER, other: 404 }),
    body: (world) => ({ household_ids: [world.ids.household] }),
  },
  {
    method: "GET",
    path: "/desk/card-sheets/:id/file",
    ids: (world) => ({ id: world.ids.card_sheet }),
    expect: desk(200, { roles: WEIGHER, other: 404 }),
  },
  // A cooperative that one does not work in is not there, for its own people's colleagues neither.
  {
    method: "GET",
    path: "/desk/me",
    headers: (world) => ({ "x-cooperative-id": world.ids.other_cooperative }),
    expect: desk(404, { other: 200, accountant: 200 }),
  },
  { method: "GET", path: "/household/settings", expect: household(200) },
  {
    method: "POST",
    path: "/household/consents",
    body: () => ({ purpose: "benefit_proof", given: false }),
    expect: household(200),
  },
  {
    method: "POST",
    path: "/household/delegates/:id/end",
    ids: (world) => ({ id: world.ids.second_delegate }),
    body: () => ({}),
    expect: household([200, 404], 404),
  },
  { method: "GET", path: "/office/me", expect: office(200) },
  { method: "GET", path: "/office/households", expect: office(200) },
  { method: "GET", path: "/office/households/:id", ids: theirs, expect: office(200, 404) },
  {
    method: "POST",
    path: "/office/households/:id/acting-for",
    ids: theirs,
    expect: office(201, 404),
    body: () => ({ agreed }),
  },
  {
    method: "POST",
    path: "/office/households/:id/consents",
    ids: theirs,
    expect: office(200, 404),
    body: () => ({ ...consent, agreed }),
  },
];
