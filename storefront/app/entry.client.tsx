import { startTransition, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { HydratedRouter } from "react-router/dom";
import { provideMessages, type Messages } from "./i18n/messages";

async function start(): Promise<void> {
  // Only the page's own language is loaded; the links to the other one load a new page.
  const messages: { default: Messages } =
    document.documentElement.lang === "en" ? await import("./i18n/en.json") : await import("./i18n/zh-CN.json");
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
