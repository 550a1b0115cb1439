// Says once that a person has the page in front of them: link previews and mail scanners load
// pages too, but never show them.
(() => {
  const place = document.querySelector("[data-viewed]");
  if (place) {
    let told = false;
    let timer = 0;
    const tell = () => {
      if (told || document.visibilityState !== "visible") return;
      told = true;
      const token = document.querySelector('meta[name="csrf-token"]');
      fetch(place.dataset.viewed, {
        method: "POST",
        headers: { "X-CSRFToken": token ? token.content : "" },
        credentials: "same-origin",
        keepalive: true,
      }).catch(() => {
        told = false;
      });
    };
    const wait = () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") timer = setTimeout(tell, 1000);
    };
    document.addEventListener("visibilitychange", wait);
    wait();
  }
  // the bar's buttons lead to places that may be folded
  function unfold() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) target.open = true;
  }
  window.addEventListener("hashchange", unfold);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.('a[href^="#"]')) setTimeout(unfold, 0);
  });
  unfold();
})();
