import { desk, everyone, type Row } from "./row";

/** When goods are taken in; and what the mobile network hands over, which comes signed or not at all. */
export const COLLECTION_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/collection-times", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/collection-times",
    expect: desk(201, { roles: [] }),
    body: () => ({ weekday: 3, from: "08:00", to: "11:00" }),
  },
  {
    method: "POST",
    path: "/desk/collection-times/:id/remove",
    ids: (world) => ({ id: world.ids.collection_time }),
    // The second finds it gone.
    expect: desk([200, 404], { roles: [], other: 404 }),
    body: () => ({}),
  },
  { method: "POST", path: "/hooks/sms", body: () => ({ id: "sms_forged" }), expect: everyone(400) },
];
