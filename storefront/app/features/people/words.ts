// The closed lists of the register, as the forms offer them.

export const PURPOSES = ["public_name", "benefit_proof"] as const;
export const PROOF_KINDS = ["paper", "spoken", "phone"] as const;
export const AGREED = ["present", "phone", "paper"] as const;
export const RELATIONS = ["head", "spouse", "child", "parent", "other"] as const;
