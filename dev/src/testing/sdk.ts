import sdk from "@medusajs/js-sdk";

/**
 * The SDK's ES module build carries CommonJS types: TypeScript sees the class one `.default` deeper than Node does.
 */
export const Medusa = sdk as unknown as typeof sdk.default;
export type Medusa = InstanceType<typeof sdk.default>;
