// A rating is a list whose first choice is "not said". Here it becomes a slider that stays "not said"
// until it is touched; the list goes on holding the answer, so an untouched slider sends none.
const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", " ", "Enter"]);

function show({ list, slider, out, unsay }) {
  const isSaid = list.value !== "";
  const words = isSaid ? out.dataset.of.replace("{value}", list.value).replace("{max}", slider.max) : out.dataset.unsaid;
  const share = isSaid ? (slider.value - slider.min) / (slider.max - slider.min || 1) : 0;
  out.textContent = words;
  slider.setAttribute("aria-valuetext", words);
  slider.classList.toggle("is-unsaid", !isSaid);
  slider.style.setProperty("--at", `${share * 100}%`);
  unsay.hidden = !isSaid;
}

function become(rating) {
  const list = rating.querySelector("select");
  const line = rating.querySelector("[data-rating-line]");
  if (!list || !line?.hidden) return;
  const slider = line.querySelector("input");
  const parts = { list, slider, out: rating.querySelector("[data-rating-out]"), unsay: line.querySelector("[data-rating-unsay]") };
  const say = () => { list.value = slider.value; show(parts); };
  [slider.id, list.id] = [list.id, `${list.id}-said`];
  list.hidden = true;
  line.hidden = parts.out.hidden = false;
  slider.addEventListener("input", say);
  slider.addEventListener("click", say);
  slider.addEventListener("keyup", (event) => { if (MOVES.has(event.key)) say(); });
  parts.unsay.addEventListener("click", () => {
    list.value = "";
    slider.value = slider.min;
    show(parts);
    slider.focus();
  });
  show(parts);
}

document.querySelectorAll("[data-rating]").forEach(become);
document.addEventListener("htmx:afterSettle", (event) => event.target.querySelectorAll?.("[data-rating]").forEach(become));
