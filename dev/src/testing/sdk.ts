import sdk, { type Admin, type Auth, type Client, type Config, type Store } from "@medusajs/js-sdk";

export interface Medusa {
  client: Client;
  admin: Admin;
  store: Store;
  auth: Auth;
}

/**
 * The SDK's class. Its ES module build carries types that TypeScript reads as CommonJS, one `.default` deeper than Node
 * does; so the class is described here by its parts.
 */
export const Medusa = sdk as unknown as new (config: Config) => Medusa;
