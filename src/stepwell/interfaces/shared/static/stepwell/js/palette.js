// Ctrl or Cmd K: find anyone, do anything. The answers are the server's own HTML (/find), links with role="option".
const dialog = document.querySelector("dialog[data-palette]");

if (dialog?.showModal) {
  const field = dialog.querySelector("[role=combobox]");
  const found = dialog.querySelector("[role=listbox]");
  const told = dialog.querySelector("[data-palette-says]");
  let waiting = 0;
  let asking = null;

  const options = () => [...found.querySelectorAll("[role=option]")];
  const chosen = () => found.querySelector("[aria-selected=true]");

  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.id ||= `found-${options().indexOf(option) + 1}`;
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const url = new URL(dialog.dataset.paletteUrl, location.href);
    url.searchParams.set("q", field.value.trim());
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin", redirect: "error", signal: asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      found.innerHTML = await answer.text();
      const count = options().length;
      field.setAttribute("aria-expanded", String(count > 0));
      choose(options()[0]);
      told.textContent = count ? dialog.dataset.found.replace("{count}", count) : dialog.dataset.none;
    } catch (trouble) {
      if (trouble.name === "AbortError") return;
      found.replaceChildren();
      choose(null);
      told.textContent = dialog.dataset.trouble;
    }
  };

  const open = () => {
    if (dialog.open) return;
    field.value = "";
    found.replaceChildren();
    told.textContent = "";
    dialog.showModal();
    field.focus();
    ask();
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (dialog.open) dialog.close();
      else open();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette-open]") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open();
    }
  });

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 70);
  });

  field.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.indexOf(chosen());
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, PageDown: all.length - 1, PageUp: 0 }[event.key];
    if (to !== undefined && all.length) {
      event.preventDefault();
      choose(all[to]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (event.isComposing) return;
      chosen()?.click();
    } else if (event.key === "Escape") {
      // In a search field the first Escape would only empty it.
      event.preventDefault();
      dialog.close();
    }
  });
}
