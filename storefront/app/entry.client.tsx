import { startTransition, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { HydratedRouter } from "react-router/dom";
import { provideMessages, type StoreMessages } from "./i18n/messages";

async function start(): Promise<void> {
  // Only the page's own language is loaded; the links to the other one load a new page.
  const messages: { default: StoreMessages } =
    document.documentElement.lang === "en" ? await import("./i18n/en/store") : await import("./i18n/zh-CN/store");
  provideMessages(document.documentElement.lang === "en" ? "en" : "zh-CN", messages.default);
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <HydratedRouter />
      </StrictMode>,
    );
  });
}

void start();
