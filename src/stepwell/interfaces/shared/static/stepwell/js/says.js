// Says one short sentence to eyes and ears, and says so when htmx could not save.
const place = document.getElementById("says");
let clearing = 0;

export function says(sentence) {
  if (!place || !sentence) return;
  place.textContent = "";
  clearTimeout(clearing);
  // A new text node, a moment later, so that the same sentence twice is heard twice.
  setTimeout(() => { place.textContent = sentence; }, 30);
  clearing = setTimeout(() => { place.textContent = ""; }, 6000);
}

document.addEventListener("htmx:sendError", () => says(place?.dataset.notSaved));
document.addEventListener("htmx:timeout", () => says(place?.dataset.notSaved));
document.addEventListener("htmx:responseError", () => says(place?.dataset.notAllowed));
