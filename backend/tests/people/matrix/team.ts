import { desk, everyone, type Row } from "./row";

const NOBODY_ELSE = { roles: [] as const };

/** The team of a cooperative: its managers', and of whoever has an invitation's link. */
export const TEAM_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/team", expect: desk(200, NOBODY_ELSE) },
  {
    method: "POST",
    path: "/desk/team/invites",
    expect: desk(201, NOBODY_ELSE),
    body: () => ({ name: "canary-invited", role: "packer", email: "invited@matrix.example" }),
  },
  {
    method: "POST",
    path: "/desk/team/invites/:id/withdraw",
    ids: (world) => ({ id: world.ids.invite }),
    // The second finds it taken back.
    expect: desk([200, 404], { ...NOBODY_ELSE, other: 404 }),
    body: () => ({}),
  },
  {
    method: "POST",
    path: "/desk/team/members/:id",
    ids: (world) => ({ id: world.ids.member }),
    expect: desk(200, { ...NOBODY_ELSE, other: 404 }),
    body: () => ({ role: "packer" }),
  },
  {
    method: "POST",
    path: "/desk/team/members/:id/end",
    ids: (world) => ({ id: world.ids.member }),
    expect: desk([200, 404], { ...NOBODY_ELSE, other: 404 }),
    body: () => ({}),
  },
  { method: "GET", path: "/invites/:token", ids: () => ({ token: "no-such-word" }), expect: everyone(404) },
  {
    method: "POST",
    path: "/invites/:token",
    ids: () => ({ token: "no-such-word" }),
    expect: everyone(404),
    body: () => ({ name: "x", password: "a long enough password" }),
  },
];
