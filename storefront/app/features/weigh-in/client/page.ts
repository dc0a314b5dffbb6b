import type { Known } from "./live";

// What the parts of the page's script share: the page as it was written, and small tools on it.

export type Words = Record<string, string>;

export interface Page {
  form: HTMLFormElement;
  known: Known;
  words: Words;
  member: string;
  url: string;
}

export function byId<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}

export const say = (text: string, values: Record<string, string | number> = {}): string =>
  text.replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ""));

export const kg = (grams: number): string => String(Number((grams / 1000).toFixed(3)));

export const jin = (grams: number) => ({ kg: kg(grams), jin: kg(grams * 2) });

export function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value.trim() : "";
}

export function fill(form: HTMLFormElement, typed: Record<string, string>): void {
  for (const [name, value] of Object.entries(typed)) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) field.value = value;
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
  form.dispatchEvent(new Event("input"));
}

export function element(tag: string, content: string | Node, className = ""): HTMLElement {
  const made = document.createElement(tag);
  made.append(content);
  if (className) made.className = className;
  return made;
}
