/** As the forms offer them. */
export const ROLES = ["weigher", "packer", "accountant", "manager"] as const;
