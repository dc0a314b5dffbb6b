import "./keep-typed";

// The table's own script. Without it Enter sends the form; with it Enter goes on to the next number, as in a sheet.

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || !(field instanceof HTMLInputElement)) return;
  if (field.dataset.next === undefined) return;
  const fields = [...document.querySelectorAll<HTMLInputElement>("input[data-next]")];
  const next = fields[fields.indexOf(field) + (event.shiftKey ? -1 : 1)];
  event.preventDefault();
  if (next) {
    next.focus();
    next.select();
  } else document.querySelector<HTMLButtonElement>("button[data-last]")?.focus();
});
