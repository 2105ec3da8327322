// Completes [[drug:key#field]] while it is typed: the drugs, then the facts of the one named with the words each prints. The
// text box keeps the focus and points to the option chosen, as a combobox does; Escape closes the list, and nothing else changes.
"use strict";
(() => {
  const PAUSE = 120;
  const TYPED = /\[\[drug:([^\[\]|\n]{0,80})$/;

  function start(editor) {
    const box = editor.querySelector("textarea");
    const pane = editor.querySelector(".completing");
    const list = editor.querySelector(".completing-list");
    const status = editor.querySelector(".completing-status");
    if (!pane || box.dataset.completing) return;
    box.dataset.completing = "yes";
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    let options = [], chosen = -1, timer = 0, asked = 0, closedAt = "";

    const typed = () => box.selectionStart === box.selectionEnd && TYPED.exec(box.value.slice(0, box.selectionStart));

    function close() {
      asked += 1;
      options = [];
      chosen = -1;
      pane.hidden = true;
      list.replaceChildren();
      box.removeAttribute("aria-activedescendant");
      box.removeAttribute("aria-haspopup");
    }

    async function find() {
      const match = typed();
      if (!match || match[0] === closedAt) return close();
      const mine = ++asked;
      const query = new URLSearchParams({q: match[1], language: editor.dataset.completingLanguage});
      try {
        const response = await fetch(`${editor.dataset.completingUrl}?${query}`, {headers: {Accept: "application/json"}});
        if (!response.ok) throw new Error(String(response.status));
        const found = (await response.json()).results;
        if (mine === asked) show(found);
      } catch {
        if (mine === asked) close();
      }
    }

    function show(found) {
      options = found;
      chosen = -1;
      list.replaceChildren(...found.map(option));
      pane.hidden = false;
      box.setAttribute("aria-haspopup", "listbox");
      pane.scrollIntoView({block: "nearest"});
      box.removeAttribute("aria-activedescendant");
      if (found.length) choose(0);  // Enter takes the first at once, as the status says
      status.textContent = found.length ? `${found.length} ${status.dataset.found}` : status.dataset.nothing;
    }

    function option(result, place) {
      const item = document.createElement("li");
      const label = document.createElement("strong");
      const detail = document.createElement("small");
      item.id = `${list.id}-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      label.textContent = result.label;
      detail.textContent = result.detail;
      item.append(label, " ", detail);
      // Before the box loses the focus.
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(place);
      });
      return item;
    }

    function choose(place) {
      list.children[chosen]?.setAttribute("aria-selected", "false");
      chosen = (place + options.length) % options.length;
      const item = list.children[chosen];
      item.setAttribute("aria-selected", "true");
      item.scrollIntoView({block: "nearest"});
      box.setAttribute("aria-activedescendant", item.id);
    }

    function take(place) {
      const match = typed();
      const result = options[place];
      if (!match || !result) return close();
      const start = box.selectionStart - match[0].length;
      const after = box.value.slice(box.selectionStart).startsWith("]]") && !result.goes_on ? 2 : 0;
      close();
      wellreadEditor.replace(box, start, box.selectionStart + after, result.goes_on ? `${result.insert}#` : result.insert);
    }

    box.addEventListener("input", () => {
      closedAt = "";
      clearTimeout(timer);
      if (typed()) timer = setTimeout(find, PAUSE);
      else if (!pane.hidden) close();
    });
    box.addEventListener("blur", close);
    box.addEventListener("click", () => { if (!pane.hidden && !typed()) close(); });
    box.addEventListener("keydown", (event) => {
      if (pane.hidden || event.isComposing) return;
      if (event.key === "Escape") {
        closedAt = typed()?.[0] ?? "";
        close();
      } else if (!options.length) return;
      else if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Enter") take(chosen);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  const startAll = (place) => place.querySelectorAll(".markdownx").forEach((editor) => {
    if (!editor.closest(".empty-form")) start(editor);
  });
  document.addEventListener("DOMContentLoaded", () => startAll(document));
  document.addEventListener("formset:added", (event) => startAll(event.target));
})();
