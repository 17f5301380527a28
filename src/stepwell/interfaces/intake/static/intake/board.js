// A card is dragged to another column: the same writing as its buttons; the server says what may be.
const board = document.querySelector("[data-board]");
const form = document.querySelector("form[data-board-move]");
let held = null;

function columnOf(event) {
  return event.target.closest("[data-column]");
}

if (board && form) {
  board.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-card]");
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", ""); // a name would leave the page with the drag
    held.classList.add("is-held");
  });
  board.addEventListener("dragover", (event) => {
    const column = columnOf(event);
    for (const each of board.children) each.classList.toggle("is-over", held !== null && each === column);
    if (held && column) event.preventDefault();
  });
  board.addEventListener("drop", (event) => {
    const column = columnOf(event);
    if (!held || !column || column.dataset.column === held.dataset.at) return;
    event.preventDefault();
    form.action = held.dataset.move;
    form.elements.to.value = column.dataset.column;
    form.elements.seen.value = held.dataset.state;
    form.submit();
  });
  board.addEventListener("dragend", () => {
    held?.classList.remove("is-held");
    for (const each of board.children) each.classList.remove("is-over");
    held = null;
  });
}
