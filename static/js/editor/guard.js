// Loaded before markdownx's own script, whose handlers sit on the text box itself: what is stopped here, on the way down,
// never reaches them. Tab leaves the box again (its script made it a keyboard trap), browser shortcuts work, and files are
// neither uploaded nor lost silently.
"use strict";
(() => {
  const inEditor = (event) => event.target instanceof Element && event.target.matches("textarea.markdownx-editor");
  const hasFiles = (data) => Boolean(data && (data.files?.length || Array.from(data.types ?? []).includes("Files")));

  window.addEventListener("keydown", (event) => {
    const shortcut = (event.ctrlKey || event.metaKey) && ["d", "[", "]"].includes(event.key);
    if (inEditor(event) && (event.key === "Tab" || shortcut)) event.stopImmediatePropagation();
  }, true);

  for (const type of ["paste", "drop", "dragover", "dragenter", "dragleave"]) {
    window.addEventListener(type, (event) => {
      const data = event.clipboardData ?? event.dataTransfer;
      event.stopImmediatePropagation();
      if (!hasFiles(data)) return;
      event.preventDefault();
      if (inEditor(event) && (type === "paste" || type === "drop")) {
        const status = event.target.closest(".markdownx").querySelector(".editor-status");
        status.textContent = status.dataset.sayingFiles;
      }
    }, true);
  }
})();
