// A signature drawn with pointer, finger or pen, kept as a PNG in the field that otherwise holds
// the typed name. Without this file the typed name is all there is, and enough.
(() => {
  const ink = "#1d2b4f";

  function setUp(pad) {
    const canvas = pad.querySelector("[data-signature-canvas]");
    const drawPart = pad.querySelector("[data-signature-draw]");
    const typePart = pad.querySelector("[data-signature-type]");
    const typed = pad.querySelector("[data-signature-value]");
    const modes = pad.querySelectorAll("[data-signature-mode]");
    const drawn = document.createElement("input");
    drawn.type = "hidden";
    drawn.name = typed.name;
    drawn.disabled = true;
    pad.append(drawn);
    let strokes = [];
    let stroke = null;

    function paint() {
      const ratio = window.devicePixelRatio || 1;
      const { width, height } = canvas.getBoundingClientRect();
      if (!width) return;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      const brush = canvas.getContext("2d");
      brush.scale(ratio, ratio);
      brush.strokeStyle = brush.fillStyle = ink;
      brush.lineWidth = 2.2;
      brush.lineCap = brush.lineJoin = "round";
      for (const points of strokes) {
        brush.beginPath();
        if (points.length === 1) {
          brush.arc(points[0][0], points[0][1], 1.4, 0, Math.PI * 2);
          brush.fill();
          continue;
        }
        brush.moveTo(...points[0]);
        for (let i = 1; i < points.length - 1; i += 1) {
          const [x, y] = points[i];
          const [nextX, nextY] = points[i + 1];
          brush.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
        }
        brush.lineTo(...points[points.length - 1]);
        brush.stroke();
      }
    }

    const keep = () => {
      drawn.value = strokes.length ? canvas.toDataURL("image/png") : "";
    };
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };

    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      stroke = [at(event)];
      strokes.push(stroke);
      paint();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!stroke) return;
      stroke.push(at(event));
      paint();
    });
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, () => {
        if (!stroke) return;
        stroke = null;
        keep();
      });
    }
    pad.querySelector("[data-signature-clear]").addEventListener("click", () => {
      strokes = [];
      paint();
      keep();
    });

    function choose(mode) {
      const drawing = mode === "draw";
      drawPart.hidden = !drawing;
      typePart.hidden = drawing;
      typed.disabled = drawing;
      drawn.disabled = !drawing;
      for (const button of modes) {
        button.setAttribute("aria-pressed", String(button.dataset.signatureMode === mode));
      }
      if (drawing) paint();
    }
    for (const button of modes) {
      button.addEventListener("click", () => choose(button.dataset.signatureMode));
    }
    new ResizeObserver(() => {
      if (!drawPart.hidden && strokes.length) paint();
    }).observe(canvas);

    // a form that came back with an error keeps what was drawn
    const before = typed.dataset.signatureDrawn;
    choose(before || !typed.value ? "draw" : "type");
    if (before) {
      const picture = new Image();
      picture.onload = () => {
        const { width, height } = canvas.getBoundingClientRect();
        canvas.getContext("2d").drawImage(picture, 0, 0, width, height);
      };
      picture.src = before;
      drawn.value = before;
    }
  }

  const ready = new WeakSet();
  function find(root) {
    for (const pad of root.querySelectorAll("[data-signature]")) {
      if (!ready.has(pad)) {
        ready.add(pad);
        setUp(pad);
      }
    }
  }
  find(document);
  document.addEventListener("htmx:afterSettle", (event) => find(event.target));
})();
