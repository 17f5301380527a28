// Opens native dialogs from [data-opens="id"], closes them by a press outside, and gives an error summary the focus.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  const outside = event.target;
  if (outside instanceof HTMLDialogElement && outside.open) {
    const box = outside.getBoundingClientRect();
    const isInside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    // A press of Enter on a button inside reports the place 0, 0 with no detail: that is not a press outside.
    if (!isInside && event.detail > 0) outside.close();
  }
});

function look(root) {
  root.querySelector?.("dialog[data-open-now]:not([open])")?.showModal();
  root.querySelector?.("[data-error-summary]")?.focus();
}

look(document);
document.addEventListener("htmx:afterSettle", (event) => look(event.target));
