// A slider that was touched is an answer: the box that leaves it out is cleared.
for (const slider of document.querySelectorAll("[data-counts]")) {
  const box = document.getElementById(slider.dataset.counts);
  slider.addEventListener("input", () => { if (box) box.checked = false; });
}
