import { PRINCIPALS, type Principal } from "./principals";
import type { World } from "./world";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** One status, or several where what came before decides (the second try of a write, say). */
export type Status = number | readonly number[];

/**
 * One route and what each principal gets from it. Rows of cooperative X and of `household` are asked for, so `own` is
 * whoever they belong to, `neighbour` their neighbour, `other_manager` the other cooperative.
 */
export interface Row {
  method: Method;
  /** As in the address, with `:name` for what `ids` fills. */
  path: string;
  expect: Expected;
  /** What stands for each `:name`: ids of X. */
  ids?: (world: World) => Record<string, string>;
  query?: (world: World) => string;
  /** A body that is right, so that a refusal is for who asks and nothing else. */
  body?: (world: World) => unknown;
  headers?: (world: World) => Record<string, string>;
  /** What those who may ask get for an id that nobody has; 404 when left out. */
  missing?: Status;
}

/** A relative who may look gets what the household gets, where it is only read; nothing else, unless a row says so. */
export type Expected = Record<Exclude<Principal, "relative">, Status> & { relative?: Status };

export function expectedOf(row: Row, who: Principal): Status {
  if (who !== "relative") return row.expect[who];
  const writes = row.path.startsWith("/household/") && row.method !== "GET";
  return row.expect.relative ?? (writes ? 403 : row.expect.household);
}

/** Every principal gets `all`, but those named. */
export function everyone(all: Status, but: Partial<Record<Principal, Status>> = {}): Expected {
  const others = PRINCIPALS.filter((who) => who !== "relative");
  return { ...(Object.fromEntries(others.map((who) => [who, but[who] ?? all])) as Expected), ...but };
}

type StaffRole = "weigher" | "packer" | "accountant";
const STAFF: readonly StaffRole[] = ["weigher", "packer", "accountant"];

/**
 * A route of the desk: 401 for who is no member, `may` for the manager and the roles named (all when none is), 403 for the
 * other roles. `other`: what the manager of the other cooperative gets; for a list its own, so `may`; for an id of X 404.
 */
export function desk(
  may: Status,
  options: { roles?: readonly StaffRole[]; other?: Status; manager?: Status; accountant?: Status } = {},
): Expected {
  const { roles = STAFF, other = may, manager = may } = options;
  const staff = Object.fromEntries(STAFF.map((role) => [role, roles.includes(role) ? may : 403]));
  const accountant = options.accountant === undefined ? {} : { accountant: options.accountant };
  return everyone(401, { ...staff, ...accountant, manager, other_manager: other });
}

/** A route of the office: 401 for who is no secretary, 404 for the secretary of another village. */
export function office(may: Status, other: Status = may): Expected {
  return everyone(401, { secretary: may, other_secretary: other });
}

/** A route of a household: 401 for who is none. `others`: what another household gets, which is its own, so `may`. */
export function household(may: Status, others: Status = may): Expected {
  return everyone(401, { household: may, neighbour: others, other_household: others });
}

/** The id in a path: one of the world's. */
export const of = (name: keyof World["ids"]) => (world: World) => ({ id: world.ids[name] });
