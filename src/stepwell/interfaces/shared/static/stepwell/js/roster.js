// One key a person: arrows go from line to line, a letter presses that line's own button ([data-key]), which htmx sends.
import { says } from "./says.js";

const LETTERS = "roster-keys";
const roster = document.querySelector("[data-roster]");
const toggle = document.querySelector("[data-roster-keys]");

const rows = () => [...roster.querySelectorAll("[data-person-row]")];
const isWriting = (place) => place.closest("input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable]");

function mayUseLetters() {
  return toggle ? toggle.checked : true;
}

if (toggle) {
  try {
    toggle.checked = localStorage.getItem(LETTERS) !== "off";
    toggle.addEventListener("change", () => localStorage.setItem(LETTERS, toggle.checked ? "on" : "off"));
  } catch { /* storage may be off: the box then holds for this page */ }
}

function go(row, by) {
  const all = rows();
  all[Math.min(all.length - 1, Math.max(0, all.indexOf(row) + by))]?.focus();
}

roster?.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-person-row]");
  if (!row || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    go(row, event.key === "ArrowDown" ? 1 : -1);
    return;
  }
  if (!mayUseLetters() || event.key.length !== 1) return;
  const button = row.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button && !button.disabled) {
    event.preventDefault();
    row.focus(); // the line keeps the focus when its buttons are drawn again
    button.click();
  }
});

// After the answer: say what was saved, and put the focus back on the same person's line.
const sending = new WeakMap();
roster?.addEventListener("htmx:beforeRequest", (event) => {
  const row = event.target.closest("[data-person-row]");
  const button = event.detail.requestConfig?.triggeringEvent?.submitter ?? event.target.closest("button");
  if (row) sending.set(event.detail.xhr, { id: row.id, had: row.contains(document.activeElement), words: `${row.dataset.name ?? ""}: ${button?.dataset.says ?? button?.textContent.trim() ?? ""}` });
});
document.addEventListener("htmx:afterSettle", (event) => {
  const sent = sending.get(event.detail.xhr);
  if (!sent) return;
  sending.delete(event.detail.xhr);
  const row = document.getElementById(sent.id);
  if (sent.had && row && !row.contains(document.activeElement)) row.focus();
  if (event.detail.xhr.status < 300) says(sent.words);
});
