import { noted, readUnsent, typedIn, without, type Unsent } from "./unsent";

// What is typed in a form and not sent yet stays in the tab: turned back to, or loaded anew, the page shows it again. Without script only
// what was sent is shown.

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function keepTyped(of: HTMLFormElement, key: string): void {
  let unsent = read(key);
  const write = (now: Unsent) => {
    unsent = now;
    keep(key, now);
  };
  for (const field of fieldsOf(of)) {
    const typed = typedIn(unsent, field.name, ofLine(field, cameAs(field)));
    if (typed !== undefined) show(field, typed);
    else if (field.name in unsent) write(without(unsent, [field.name]));
  }
  // At the document: some fields stand outside their form.
  document.addEventListener("input", ({ target }) => {
    if (isField(target) && target.form === of) {
      write(noted(unsent, target.name, ofLine(target, cameAs(target)), ofLine(target, standing(target))));
    }
  });
  document.addEventListener("submit", ({ target, submitter }) => {
    if (target !== of) return;
    const all = submitter instanceof HTMLButtonElement && submitter.dataset.all !== undefined;
    const names = fieldsOf(of).map(({ name }) => name);
    write(all ? {} : without(unsent, names));
  });
}

const fieldsOf = (of: HTMLFormElement): Field[] => [...of.elements].filter(isField);

function isField(one: unknown): one is Field {
  if (one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement) return one.name !== "";
  return one instanceof HTMLInputElement && one.name !== "" && !["hidden", "search", "file"].includes(one.type);
}

/** With what its line is of: lines of another list have the same numbers. */
const ofLine = (field: Field, value: string): string =>
  `${field.closest<HTMLElement>("[data-line]")?.dataset.line ?? ""}\n${value}`;

/** A field as the page brought it. */
function cameAs(field: Field): string {
  if (field instanceof HTMLSelectElement) {
    return ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? "";
  }
  return isTick(field) ? String(field.defaultChecked) : field.defaultValue;
}

const standing = (field: Field): string => (isTick(field) ? String(field.checked) : field.value);

function show(field: Field, typed: string): void {
  const value = typed.slice(typed.indexOf("\n") + 1);
  if (isTick(field)) field.checked = value === "true";
  else field.value = value;
}

const isTick = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && field.type === "checkbox";

function read(key: string): Unsent {
  try {
    return readUnsent(sessionStorage.getItem(key));
  } catch {
    return {}; // A browser that keeps nothing for pages.
  }
}

function keep(key: string, unsent: Unsent): void {
  try {
    if (Object.keys(unsent).length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(unsent));
  } catch {
    // As before: what is typed stands in the page alone.
  }
}

// Last: what it uses above is there only now.
const form = document.querySelector<HTMLFormElement>("form[data-typed]");
if (form) keepTyped(form, `typed:${form.dataset.typed ?? ""}`);
