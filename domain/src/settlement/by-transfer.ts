// Money that buyers transfer: how it is told from a card's, everywhere (docs: adr, paid by transfer).

/** The payment provider of transfers, as Medusa names it. */
export const TRANSFER_PROVIDER = "pp_transfer_transfer";

const ACCOUNT_OF = "transfer:";

/** How every processor's name begins whose money lies on a cooperative's own account. */
export const TRANSFER_PROCESSORS = ACCOUNT_OF;

/** Of an order of several cooperatives: each one's share lies on its own account (docs: adr, joint quotes by transfer). */
export const JOINT_TRANSFER = `${ACCOUNT_OF}joint`;

/** As a processor is named whose money lies on a cooperative's own bank account. */
export const transferProcessor = (cooperative_id: string): string => `${ACCOUNT_OF}${cooperative_id}`;

/**
 * Whether something was paid by transfer, and by no card: then nobody but the cooperative can give it back. A payment or its session is
 * asked by its provider, what is booked by the processor that its sale was booked with.
 */
export function isByTransfer(paid: { readonly provider_id: string } | { readonly processor: string }): boolean {
  return "provider_id" in paid ? paid.provider_id === TRANSFER_PROVIDER : paid.processor.startsWith(ACCOUNT_OF);
}
