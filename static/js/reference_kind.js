// Choosing another type of work shows its boxes at once; without this script there is a button for it. Nothing is saved.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll('.kind-of-work > button[name="_change_type"]')) {
    const select = button.parentElement.querySelector("select");
    const shown = select.value;
    let byKeyboard = false;
    button.hidden = true;
    // Arrow keys walk through the list, one change each: with the keyboard the choice counts when one leaves the list.
    select.addEventListener("keydown", (event) => {
      byKeyboard = event.key !== "Tab";
    });
    select.addEventListener("mousedown", () => {
      byKeyboard = false;
    });
    const show = () => {
      if (select.value !== shown) {
        button.click();
      }
    };
    select.addEventListener("change", () => {
      if (!byKeyboard) {
        show();
      }
    });
    select.addEventListener("blur", show);
  }
});
