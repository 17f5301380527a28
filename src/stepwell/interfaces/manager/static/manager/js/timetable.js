// Moves a group of the wall by hand: dragged, or by Shift and an arrow key. The page asks; the server judges and draws anew.
const STEP = 30; // minutes a key moves by; sessions start on the half hour
let dragged = null;
let mark = null;

const columns = () => [...document.querySelectorAll("[data-board] [data-day]")];
const minutes = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const wall = (total) => `${String(Math.floor(total / 60)).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;

function ask(group, day, start) {
  const form = document.getElementById("move");
  form.elements.group.value = group;
  form.elements.day.value = day;
  form.elements.start.value = start;
  form.requestSubmit();
}

function startAt(column, y) {
  const box = column.getBoundingClientRect();
  const quarters = Math.floor((y - box.top) / (box.height / Number(column.dataset.rows)));
  const total = minutes(column.dataset.first) + quarters * 15;
  return Math.max(0, Math.min(24 * 60 - STEP, Math.floor(total / STEP) * STEP));
}

function showMark(column, total) {
  mark ??= Object.assign(document.createElement("li"), { className: "drop-mark" });
  const row = (total - minutes(column.dataset.first)) / 15 + 1;
  const long = [...dragged.classList].find((name) => name.startsWith("for-")) ?? "for-4";
  mark.className = `drop-mark ${long} from-${Math.max(1, row)} lane-1-of-1`;
  if (mark.parentElement !== column) column.append(mark);
}

function letGo() {
  mark?.remove();
  dragged?.classList.remove("is-dragged");
  for (const column of columns()) column.classList.remove("is-target");
  dragged = null;
}

document.addEventListener("dragstart", (event) => {
  const block = event.target.closest?.("[data-board] [data-group]");
  if (!block) return;
  dragged = block;
  block.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", ""); // what is moved stays on this page
});
document.addEventListener("dragover", (event) => {
  const column = dragged && event.target.closest?.("[data-day]");
  if (!column) return;
  event.preventDefault();
  for (const one of columns()) one.classList.toggle("is-target", one === column);
  showMark(column, startAt(column, event.clientY));
});
document.addEventListener("drop", (event) => {
  const column = dragged && event.target.closest?.("[data-day]");
  if (column) {
    event.preventDefault();
    ask(dragged.dataset.group, column.dataset.day, wall(startAt(column, event.clientY)));
  }
  letGo();
});
document.addEventListener("dragend", letGo);

document.addEventListener("keydown", (event) => {
  const block = event.target.closest?.("[data-board] [data-group]");
  if (!block || !event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
  const down = { ArrowDown: STEP, ArrowUp: -STEP }[event.key] ?? 0;
  const aside = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
  if (!down && !aside) return;
  event.preventDefault();
  const all = columns();
  const column = all[all.indexOf(block.closest("[data-day]")) + aside];
  const start = minutes(block.dataset.start) + down;
  if (column && start >= 0 && start < 24 * 60) ask(block.dataset.group, column.dataset.day, wall(start));
});

// After the answer the focus goes back to the group that was moved; what was said stands in the live messages.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "board") document.querySelector("[data-moved] a")?.focus();
});
