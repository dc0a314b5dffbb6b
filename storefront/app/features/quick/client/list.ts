import "./keep-typed";

// The list's own script. All of it is one form, whose first button Enter would press; of a field that has its own button that is pressed.

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || !(field instanceof HTMLInputElement)) return;
  const { presses } = field.dataset;
  if (presses === undefined) return;
  event.preventDefault();
  document.querySelector<HTMLButtonElement>(`button[name="intent"][value="${presses}"]`)?.click();
});
