// What makes the pages better; each of them works without this file.
(() => {
  const text = (key) => document.body.dataset[`text${key}`] || "";
  const flashRegion = () => document.getElementById("flash");

  function flash(message) {
    const region = flashRegion();
    if (!region || !message) return;
    const note = document.createElement("div");
    note.className = "flash tone-refused";
    note.dataset.flash = "";
    const words = document.createElement("p");
    words.className = "flash-text";
    words.textContent = message;
    note.append(words);
    region.replaceChildren(note);
    region.scrollIntoView({ block: "nearest" });
  }

  // --- htmx: the token with every request, a bar after 150 ms, errors in words ---
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]');
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
  });

  let running = 0;
  let timer = 0;
  document.addEventListener("htmx:beforeSend", () => {
    running += 1;
    if (running === 1) {
      timer = setTimeout(() => document.getElementById("load-bar")?.removeAttribute("hidden"), 150);
    }
  });
  document.addEventListener("htmx:afterRequest", () => {
    running = Math.max(0, running - 1);
    if (running === 0) {
      clearTimeout(timer);
      document.getElementById("load-bar")?.setAttribute("hidden", "");
    }
  });
  document.addEventListener("htmx:sendError", () => flash(text("Offline")));
  document.addEventListener("htmx:timeout", () => flash(text("Offline")));
  document.addEventListener("htmx:responseError", (event) => {
    const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const said = answer.querySelector("[data-error-message]");
    flash(said ? said.textContent.trim() : text("Failed"));
  });

  // --- leaving a form with something typed in it ---
  const dirty = new Set();
  const guarded = (target) => (target instanceof Element ? target.closest("form[data-guard]") : null);
  const touched = (event) => {
    const form = guarded(event.target);
    if (form) dirty.add(form);
  };
  document.addEventListener("input", touched);
  document.addEventListener("change", touched);
  document.addEventListener("submit", (event) => {
    dirty.delete(event.target);
    // a second click must not send the same form twice
    if (event.target.method === "post" && !event.target.hasAttribute("hx-post")) {
      if (event.target.dataset.sending) {
        event.preventDefault();
        return;
      }
      event.target.dataset.sending = "1";
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.detail.requestConfig?.verb !== "get") {
      dirty.delete(guarded(event.target));
    }
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  });
  window.addEventListener("beforeunload", (event) => {
    for (const form of dirty) {
      if (form.isConnected) {
        event.preventDefault();
        event.returnValue = text("Unsaved");
        return;
      }
    }
  });
  // a form that came back with errors still holds what was typed
  for (const form of document.querySelectorAll("form[data-guard]")) {
    if (form.querySelector("[aria-invalid]")) dirty.add(form);
  }

  // --- lists: rows open on click, selection with shift ---
  const inert = "a, button, input, label, select, textarea, summary, details";
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.defaultPrevented || event.target.closest(inert)) return;
    if (window.getSelection()?.toString()) return; // somebody is copying a number
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else window.location.assign(row.dataset.href);
  });
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("tr[data-href]");
    if (!row || event.target.closest("input, select, textarea, button")) return;
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (step) {
      const next = row[step]?.querySelector("a[href]");
      if (next) {
        event.preventDefault();
        next.focus();
      }
    } else if (event.key === "Enter" && !event.target.closest("a")) {
      window.location.assign(row.dataset.href);
    }
  });

  let lastBox = null;
  function countSelected() {
    const chosen = document.querySelectorAll("[data-select]:checked").length;
    const boxes = document.querySelectorAll("[data-select]").length;
    for (const bar of document.querySelectorAll("[data-bulk-bar]")) {
      bar.hidden = chosen === 0;
      const figure = bar.querySelector("[data-bulk-count]");
      if (figure) figure.textContent = String(chosen);
    }
    for (const all of document.querySelectorAll("[data-select-all]")) {
      all.checked = boxes > 0 && chosen === boxes;
      all.indeterminate = chosen > 0 && chosen < boxes;
    }
  }
  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-select], [data-select-all]");
    if (!box) return;
    const boxes = [...(box.closest("table") || document).querySelectorAll("[data-select]")];
    if (box.matches("[data-select-all]")) {
      for (const other of boxes) other.checked = box.checked;
    } else {
      if (event.shiftKey && lastBox && boxes.includes(lastBox)) {
        const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
      }
      lastBox = box;
    }
    countSelected();
  });

  // --- menus close on a click elsewhere and on Escape ---
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      const dialog = event.target.closest("[popover]");
      if (!menu.contains(event.target) && !(dialog && menu.contains(dialog))) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });

  // --- copy, dismiss, theme ---
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const named = copy.getAttribute("aria-label");
      try {
        await navigator.clipboard.writeText(copy.dataset.copy);
      } catch {
        return; // the text stays on the page to be selected by hand
      }
      const use = copy.querySelector("use");
      const href = use?.getAttribute("href");
      use?.setAttribute("href", href.replace(/#.*$/, "#check"));
      copy.classList.add("is-copied");
      copy.setAttribute("aria-label", text("Copied"));
      setTimeout(() => {
        use?.setAttribute("href", href);
        copy.classList.remove("is-copied");
        if (named) copy.setAttribute("aria-label", named);
      }, 1600);
    }
    event.target.closest("[data-dismiss]")?.closest("[data-flash]")?.remove();
    const theme = event.target.closest("[data-theme-set]");
    if (theme) {
      try {
        localStorage.setItem("theme", theme.dataset.themeSet);
      } catch {
        return;
      }
      document.dispatchEvent(new Event("theme:change"));
      showTheme();
    }
    const print = event.target.closest("[data-print]");
    if (print) window.print();
  });
  function showTheme() {
    const choice = document.documentElement.dataset.themeChoice || "auto";
    for (const button of document.querySelectorAll("[data-theme-set]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeSet === choice));
    }
  }

  // --- files dropped or chosen: say which ---
  document.addEventListener("change", (event) => {
    const place = event.target.closest?.("[data-file-drop]");
    const names = place?.querySelector("[data-file-names]");
    if (!names || event.target.type !== "file") return;
    names.textContent = [...event.target.files].map((file) => file.name).join(" · ");
    names.hidden = names.textContent === "";
  });
  for (const [name, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(name, (event) => {
      event.target.closest?.("[data-file-drop]")?.classList.toggle("is-over", over);
    });
  }

  // --- after a page or a fragment has come ---
  function settle(root) {
    showTheme();
    countSelected();
    root.querySelector?.("[data-focus]")?.focus();
  }
  settle(document);
  document.addEventListener("htmx:afterSettle", (event) => settle(event.target));
})();
