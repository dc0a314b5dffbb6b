// Reads a statement aloud with the device's own voice. Without script, or without a voice, the same words stand in the page.

const button = document.querySelector<HTMLButtonElement>("#read-aloud");

if (button && "speechSynthesis" in window && "SpeechSynthesisUtterance" in window) {
  const start = button.textContent;
  const stop = button.dataset.stop ?? "";
  button.hidden = false;
  const silent = () => {
    button.textContent = start;
  };
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      silent();
      return;
    }
    // Sentence by sentence: some voices stop for good in the middle of a long text.
    const sentences = (button.dataset.words ?? "").split(/(?<=[。！？])|(?<=[.!?])\s+/).filter((one) => one !== "");
    sentences.forEach((sentence, at) => {
      const said = new SpeechSynthesisUtterance(sentence);
      said.lang = button.dataset.language ?? "zh-CN";
      // Slower than people talk: there are figures in it.
      said.rate = 0.85;
      if (at === sentences.length - 1) said.addEventListener("end", silent);
      speechSynthesis.speak(said);
    });
    button.textContent = stop;
  });
  addEventListener("pagehide", () => {
    speechSynthesis.cancel();
  });
}
