import type { Messages } from "./i18n/messages";
import type { Locale } from "./i18n/locale";

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}

declare global {
  interface ImportMetaEnv {
    /** Names the folder of the pressed drawings: vite.config.ts. */
    readonly VITE_ART_VERSION: string;
  }
}

declare module "react-router" {
  interface AppLoadContext {
    /** Marks our own script tags for the content security policy of this one answer; none in a page that is kept for everybody. */
    nonce?: string;
  }
}
