/** As the backend names them. */
export const JOINT_AGREEMENT_STATES = ["proposed", "active", "over"] as const;
export type JointAgreementState = (typeof JOINT_AGREEMENT_STATES)[number];

/** The page of one of its agreements, with the form of a call-off filled in. */
export function aloneAt(
  path: string,
  agreement_id: string,
  asked: { readonly packs: number; readonly wanted_on: string; readonly address_id: string },
): string {
  const { packs, wanted_on, address_id } = asked;
  const query = new URLSearchParams({ packs: String(packs), wanted_on, address_id });
  return `/${path}/wholesale/agreements/${agreement_id}?${query.toString()}#call-off`;
}

/** Where a company reads its agreements of several cooperatives. */
export const jointAgreementsOf = (path: string): string => `/${path}/wholesale/joint-agreements`;
