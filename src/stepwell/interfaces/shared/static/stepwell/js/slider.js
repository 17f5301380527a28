// Says a slider's value beside it, and fills its line up to there.
function show(slider) {
  const out = document.querySelector(`output[data-slider-out][for="${CSS.escape(slider.id)}"]`);
  if (out) out.textContent = out.dataset.of.replace("{value}", slider.value).replace("{max}", slider.max);
  const share = (slider.value - slider.min) / (slider.max - slider.min || 1);
  slider.style.setProperty("--at", `${share * 100}%`);
}

document.querySelectorAll("[data-slider]").forEach(show);
document.addEventListener("input", (event) => { if (event.target.matches?.("[data-slider]")) show(event.target); });
document.addEventListener("htmx:afterSettle", (event) => event.target.querySelectorAll?.("[data-slider]").forEach(show));
