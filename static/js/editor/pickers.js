// Dialogs that find a reference, a drug fact, a page or a term, and insert its token. The dialog stands outside the form,
// so that Enter in its search box does not save the page.
"use strict";
(() => {
  const PAUSE = 120;

  function open(template, box) {
    const dialog = template.content.firstElementChild.cloneNode(true);
    const heading = dialog.querySelector("h2");
    heading.id = "picker-heading";
    dialog.setAttribute("aria-labelledby", heading.id);
    document.body.append(dialog);
    dialog.querySelector(".picker-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      box.focus();
    });
    dialog.showModal();
    // A dialog gives the focus to its first button; whoever opens it wants to type, or to choose.
    dialog.querySelector("input, .picker-results button").focus();
    return dialog;
  }

  function choose(dialog, box, insert) {
    const status = box.closest(".markdownx").querySelector(".editor-status");
    dialog.addEventListener("close", () => {
      insert();
      status.textContent = status.dataset.sayingInserted;
    }, {once: true});
    dialog.close();
  }

  function pick(button, box) {
    const dialog = open(box.closest(".markdownx").querySelector("template.editor-picker"), box);
    const results = dialog.querySelector(".picker-results");
    const status = dialog.querySelector(".picker-status");
    const search = dialog.querySelector("input");
    dialog.querySelector("h2").textContent = button.textContent.replace("…", "");
    let timer = 0;
    let asked = 0;

    async function find() {
      const mine = ++asked;
      const query = new URLSearchParams({q: search.value, language: button.dataset.language});
      let found;
      try {
        const response = await fetch(`${button.dataset.url}?${query}`, {headers: {Accept: "application/json"}});
        if (!response.ok) throw new Error(String(response.status));
        found = (await response.json()).results;
      } catch {
        status.textContent = status.dataset.failed;
        return;
      }
      if (mine !== asked) return;
      status.textContent = found.length ? `${found.length} ${status.dataset.found}` : status.dataset.nothing;
      results.replaceChildren(...found.map(row));
    }

    function row(result) {
      const item = document.createElement("li");
      if (result.warning) item.className = "picker-warned";
      // What replaced it comes first: that is what one usually wants.
      if (result.instead) item.append(choiceOf(result.instead, status.dataset.newer));
      item.append(choiceOf(result, result.warning));
      return item;
    }

    function choiceOf(result, said) {
      const choice = document.createElement("button");
      const label = document.createElement("strong");
      const detail = document.createElement("small");
      const token = document.createElement("code");
      choice.type = "button";
      label.textContent = result.label;
      detail.textContent = result.detail;
      token.textContent = result.insert;
      choice.append(label, detail, token);
      if (said) {
        const mark = document.createElement("span");
        mark.className = "picker-mark";
        mark.textContent = said;
        label.after(" ", mark);
      }
      choice.addEventListener("click", () => {
        if (result.confirm && !choice.dataset.asked) return askAgain(choice, result.confirm);
        choose(dialog, box, () => wellreadEditor.insertWords(box, result.insert));
      });
      return choice;
    }

    // The first choice of something nobody should insert by mistake only says why; the second inserts it.
    function askAgain(choice, words) {
      choice.dataset.asked = "yes";
      const why = document.createElement("em");
      why.className = "picker-why";
      why.textContent = words;
      choice.append(why);
      status.textContent = words;
    }

    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(find, PAUSE);
    });
    // The arrow keys go from the search box through the results and back; Tab does too.
    dialog.addEventListener("keydown", (event) => {
      const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
      if (!step) return;
      const stops = [search, ...results.querySelectorAll("button")];
      const at = stops.indexOf(document.activeElement);
      if (at < 0) return;
      event.preventDefault();
      stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
    });
    find();
  }

  function blocks(box) {
    const dialog = open(box.closest(".markdownx").querySelector("template.editor-blocks"), box);
    dialog.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-insert-block]");
      if (choice) choose(dialog, box, () => wellreadEditor.insertBlock(box, choice.dataset.insertBlock));
    });
  }

  window.wellreadPickers = {pick, blocks};
})();
