/** As the backend names them. */
export const JOINT_STATES = ["waiting", "offered", "accepted", "over"] as const;
export type JointState = (typeof JOINT_STATES)[number];
export const PREFERENCES = ["cheapest", "nearest", "fewest"] as const;
export const WHY_NOT = ["no_price", "other_currency", "no_carriage", "nothing_there"] as const;

export const jointsOf = (path: string): string => `/${path}/wholesale/joint-quotes`;
