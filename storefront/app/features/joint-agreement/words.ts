/** As the backend names them. */
export const JOINT_AGREEMENT_STATES = ["proposed", "active", "over"] as const;
export type JointAgreementState = (typeof JOINT_AGREEMENT_STATES)[number];

/** Where a company reads its agreements of several cooperatives. */
export const jointAgreementsOf = (path: string): string => `/${path}/wholesale/joint-agreements`;
