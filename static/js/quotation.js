// The composer: lines that came back from the server still hold unsaved words, so leaving must warn.
(() => {
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "composer-body") return;
    const form = event.target.closest("[data-composer]");
    // app.js marks the form as touched, and the sums are asked for again
    form?.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
