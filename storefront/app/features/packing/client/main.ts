import { canScan, scan } from "../../weigh-in/client/scan";
import { signing } from "./sign";

// The packing pages' own script. Without it the field takes a scanner or what is typed, and a name stands for a signature.
// With it a phone's camera reads labels and lots, and a driver signs with a finger.

function camera(): void {
  const form = document.querySelector<HTMLFormElement>("#scan-form");
  const button = document.querySelector<HTMLButtonElement>("#camera-button");
  const video = document.querySelector<HTMLVideoElement>("#camera");
  const field = document.querySelector<HTMLInputElement>("#code");
  const said = document.querySelector<HTMLElement>("#camera-says");
  if (!form || !button || !video || !field || !said || !canScan()) return;
  let looking = false;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (looking) {
      looking = false;
      return;
    }
    looking = true;
    said.textContent = "";
    video.hidden = false;
    button.textContent = form.dataset.stop ?? "";
    void scan(video, () => !looking).then((seen) => {
      looking = false;
      video.hidden = true;
      button.textContent = form.dataset.camera ?? "";
      if ("code" in seen) {
        field.value = seen.code;
        form.requestSubmit();
      } else if (seen.nothing !== "stopped") said.textContent = form.dataset[seen.nothing] ?? "";
    });
  });
}

/** What was refused is kept to be read, and marked, so that the next scan takes its place: nobody has to touch the screen. */
function readyForTheNext(): void {
  const field = document.querySelector<HTMLInputElement>("#code");
  if (!field) return;
  field.focus({ preventScroll: true });
  field.select();
}

/** A scanner may send its Enter twice, a thumb may press twice: the same form goes once. */
function once(): void {
  for (const form of document.querySelectorAll("form")) {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
    });
  }
  // A page that comes back from the browser's memory takes a form again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}

camera();
signing();
once();
readyForTheNext();
