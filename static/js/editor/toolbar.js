// The toolbar above the text: one Tab stop, arrow keys between its buttons. It stays hidden where no script runs.
"use strict";
(() => {
  function start(editor) {
    const bar = editor.querySelector(".editor-tools");
    const box = editor.querySelector("textarea");
    if (!bar.hidden) return;
    bar.hidden = false;
    const buttons = Array.from(bar.querySelectorAll("button"));
    buttons.forEach((button, place) => { button.tabIndex = place ? -1 : 0; });

    bar.addEventListener("keydown", (event) => {
      const place = buttons.indexOf(document.activeElement);
      const moves = {ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: buttons.length - 1};
      if (place < 0 || !(event.key in moves)) return;
      event.preventDefault();
      const next = buttons[(moves[event.key] + buttons.length) % buttons.length];
      buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
      next.focus();
    });

    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const {wrap, before, after, words} = button.dataset;
      if (wrap === "words") wellreadEditor.wrap(box, before, after, words);
      else if (wrap) wellreadEditor.startLines(box, before);
      else if (button.dataset.picker) wellreadPickers.pick(button, box);
      else wellreadPickers.blocks(box);
    });
    followLanguage(editor, box);
  }

  // The preview and the pickers speak the language chosen in the form, saved or not.
  function followLanguage(editor, box) {
    const select = document.querySelector("select#id_language");
    select?.addEventListener("change", () => {
      const here = (address) => {
        const url = new URL(address, location.href);
        url.searchParams.set("language", select.value);
        return url.pathname + url.search;
      };
      box.setAttribute("data-markdownx-urls-path", here(box.getAttribute("data-markdownx-urls-path")));
      editor.dataset.completingLanguage = select.value;
      editor.dataset.issuesUrl = here(editor.dataset.issuesUrl);
      editor.querySelectorAll("[data-picker]").forEach((button) => { button.dataset.language = select.value; });
      box.dispatchEvent(new Event("input", {bubbles: true}));
    });
  }

  // A row added to the form is a copy that markdownx takes for finished: forget that, and let its script look again.
  function startRow(row) {
    const fresh = Array.from(row.querySelectorAll(".markdownx"));
    if (!fresh.length) return;
    for (const editor of fresh) {
      editor.querySelector("textarea").removeAttribute("data-markdownx-init");
      start(editor);
    }
    const old = document.querySelector("script[src*='markdownx/js/markdownx']");
    const again = document.createElement("script");
    again.src = old.src;
    old.replaceWith(again);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".markdownx").forEach((editor) => {
      // The empty row that Django copies stays untouched until it is copied.
      if (!editor.closest(".empty-form")) start(editor);
    });
  });
  document.addEventListener("formset:added", (event) => startRow(event.target));
})();
