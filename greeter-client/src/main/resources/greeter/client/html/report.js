"use strict";
(() => {
  const PAPER = 680; // what is as wide as this fits on A4 and on Letter
  const root = document.documentElement;
  const color = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const ROUND = [-2, -1, 0, 1, 2, 3, 4, 5].flatMap((ten) => [1, 2, 5].map((one) => Number(one + "e" + ten)));
  const font = "12px system-ui, sans-serif";
  const plots = [];

  const time = (ms) => {
    const [number, unit] = ms >= 1000 ? [ms / 1000, "s"] : ms >= 1 ? [ms, "ms"] : [ms * 1000, "\u00b5s"];
    return Number(number.toPrecision(3)) + " " + unit;
  };

  const axis = (more) => ({
    font,
    stroke: () => color("--muted"),
    grid: { stroke: () => color("--rule"), width: 1 },
    ticks: { show: false },
    ...more,
  });

  const draw = (element, height, options, data) => {
    const width = () => (root.dataset.printing ? PAPER : element.clientWidth);
    const plot = new uPlot(
      { width: width(), height, legend: { show: false }, cursor: { show: false }, padding: [8, 0, 6, 0], ...options },
      data,
      element,
    );
    const resize = () => plot.setSize({ width: width(), height });
    element.plot = plot;
    plots.push(resize);
    new ResizeObserver(resize).observe(element);
  };

  const find = (name) => document.querySelector(`[data-plot=${name}]`);

  /** What a line is, beside a piece of it. */
  const key = (name, style, dash) => {
    const piece = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    for (const [attribute, value] of Object.entries({ x2: "28", y1: "2", y2: "2", "stroke-dasharray": dash.join(" ") })) {
      line.setAttribute(attribute, value);
    }
    piece.append(line);
    const text = document.createElement("bdi");
    text.textContent = name;
    const both = document.createElement("span");
    both.className = "key stroke " + style;
    both.append(piece, text);
    return both;
  };

  /** The left edge of all rows over time. */
  const gutter = () => {
    const probe = document.createElement("div");
    probe.style.cssText = "position:absolute;width:var(--gutter)";
    document.body.append(probe);
    const width = probe.offsetWidth;
    probe.remove();
    return width;
  };

  const overTime = (data, y) => ({
    scales: { x: { time: false, range: [0, data.end] }, y: y.scale },
    axes: [
      axis({ size: 0, splits: () => data.ticks, values: (u, ticks) => ticks.map(() => "") }),
      axis({ size: gutter, ...y.axis }),
    ],
  });

  const rate = (data) => {
    const element = find("rate");
    const due = [5, 4];
    element.previousElementSibling.append(" ", key("answered", "line-1", []), " ", key("due", "line-2", due));
    const x = [...data.due.keys()].map((i) => i * data.slot);
    const stepped = uPlot.paths.stepped({ align: 1 });
    // The last slot, too, is as long as a step.
    const last = (values) => [...values, values.at(-1)];
    draw(
      element,
      130,
      {
        ...overTime(data, { scale: { range: (u, min, max) => [0, Math.max(1, max * 1.1)] }, axis: { space: 30 } }),
        series: [
          {},
          { stroke: () => color("--line-2"), width: 1.5, dash: due, paths: stepped, points: { show: false } },
          {
            stroke: () => color("--line-1"),
            fill: () => color("--line-1") + "22",
            width: 2,
            paths: stepped,
            points: { show: false },
          },
        ],
      },
      [[...x, data.end], last(data.due), last(data.answered)],
    );
  };

  const heat = (data) => {
    const element = find("heat");
    const used = data.heat.length ? data.heat.map((field) => field[1]) : [0, 20];
    const low = Math.max(0, used.reduce((a, b) => Math.min(a, b)) - 1);
    const high = Math.min(data.steps.length, used.reduce((a, b) => Math.max(a, b)) + 2);
    // As the steps of Heat: each is the root of two times the last, from 64 microseconds.
    const bucketOf = (ms) => 1 + 2 * Math.log2(ms / data.steps[1]);
    const shown = ROUND.filter((ms) => bucketOf(ms) >= low && bucketOf(ms) <= high);
    const decades = shown.filter((ms) => /^[0.]*1/.test(ms));
    const labels = shown.length > 7 && decades.length > 1 ? decades : shown;
    const fields = (u) => {
      const context = u.ctx;
      let marks = 0;
      context.save();
      for (const [slot, bucket, count] of data.heat) {
        const left = u.valToPos(slot * data.slot, "x", true);
        const right = u.valToPos(Math.min(data.end, (slot + 1) * data.slot), "x", true);
        const top = u.valToPos(bucket + 1, "y", true);
        const bottom = u.valToPos(bucket, "y", true);
        context.fillStyle = color("--heat-" + Math.min(5, Math.floor(Math.log10(count) + 1e-9) + (count > 1 ? 1 : 0)));
        context.fillRect(left, top, Math.max(1, right - left - (right - left > 6 ? 1 : 0)), Math.max(1, bottom - top - 1));
        marks++;
      }
      context.restore();
      element.dataset.marks = marks;
    };
    draw(
      element,
      Math.min(320, Math.max(150, 16 * (high - low))),
      {
        ...overTime(data, {
          scale: { range: [low, high] },
          axis: { splits: () => labels.map(bucketOf), values: () => labels.map(time) },
        }),
        series: [{}, { show: true, stroke: "transparent", points: { show: false } }],
        hooks: { draw: [fields] },
      },
      [[0, data.end], [low, low]],
    );
  };

  const percentiles = (data) => {
    if (data.x.length === 0) {
      return;
    }
    const element = find("percentiles");
    const lines = data.names.map((name, i) => (data.names.length === 1 ? 1 : i % 6));
    const dashes = lines.map((line, i) => [[], [8, 3], [2, 3], [12, 2]][i % 4]);
    if (data.names.length > 1) {
      const list = document.createElement("p");
      list.className = "legend";
      list.append(...data.names.map((name, i) => key(name, "line-" + lines[i], dashes[i])));
      element.before(list);
    }
    const nines = (x) => (x === 0 ? "0 %" : Number((100 * (1 - 10 ** -x)).toFixed(Math.max(0, Math.ceil(x) - 2) || 0)) + " %");
    const end = Math.max(1, data.x.at(-1));
    const marks = [Math.log10(2), ...Array(Math.floor(end)).keys()].map((x, i) => (i === 0 ? x : x + 1));
    draw(
      element,
      320,
      {
        scales: { x: { time: false, range: [0, end] }, y: { distr: 3 } },
        axes: [
          axis({
            size: 34,
            space: 10,
            splits: () => marks,
            values: (u, splits) => splits.map((x, i) => (i === 0 ? "50 %" : nines(x))),
          }),
          axis({
            size: 64,
            splits: (u) => ROUND.filter((ms) => ms >= u.scales.y.min && ms <= u.scales.y.max),
            values: (u, splits) => splits.map(time),
            filter: (u, splits) => splits,
          }),
        ],
        padding: [8, 24, 0, 0],
        series: [
          {},
          ...lines.map((line, i) => ({
            stroke: () => color("--line-" + line),
            width: 2,
            dash: dashes[i],
            points: { show: false },
          })),
        ],
      },
      [data.x, ...data.millis],
    );
    element.dataset.marks = data.names.length;
  };

  /** A moment under the mouse, or of the slider, read from the table. */
  const reader = (data) => {
    const box = document.getElementById("time");
    const slider = document.getElementById("moment");
    const hairline = document.getElementById("hairline");
    const readout = document.getElementById("readout");
    const table = box.nextElementSibling.querySelector("table");
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    const read = (slot) => {
      const cells = table.tBodies[0].rows[slot].cells;
      readout.replaceChildren(
        ...heads.flatMap((head, i) => {
          const what = document.createElement("span");
          const value = document.createElement("bdi");
          what.className = "what";
          what.textContent = (i ? " \u00b7 " : "") + head + " ";
          value.textContent = cells[i].textContent.trim() || "none";
          return [what, value];
        }),
      );
      const left = gutter();
      const middle = Math.min(data.end, (slot + 0.5) * data.slot) / data.end;
      hairline.style.left = left + (box.clientWidth - left) * middle + "px";
      hairline.style.height = slider.parentElement.offsetTop + "px";
      hairline.hidden = false;
    };
    document.getElementById("reader").hidden = false;
    slider.value = data.worst;
    read(data.worst);
    slider.addEventListener("input", () => read(Number(slider.value)));
    new ResizeObserver(() => read(Number(slider.value))).observe(box);
    box.addEventListener("pointermove", (event) => {
      const left = gutter();
      const at = (event.clientX - box.getBoundingClientRect().left - left) / (box.clientWidth - left);
      if (at >= 0 && at < 1 && event.target !== slider) {
        slider.value = Math.floor((at * data.end) / data.slot);
        read(Number(slider.value));
      }
    });
  };

  const data = document.getElementById("data");
  if (data) {
    const plotted = JSON.parse(data.textContent);
    if (find("rate")) {
      rate(plotted.time);
      heat(plotted.time);
      reader(plotted.time);
    }
    percentiles(plotted.percentiles);
  }

  const follow = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") {
      target.open = true;
    }
  };
  addEventListener("hashchange", follow);
  follow();

  const redraw = () => plots.forEach((resize) => resize());
  for (const media of ["print", "(prefers-color-scheme: dark)"]) {
    matchMedia(media).addEventListener("change", redraw);
  }
  // Paper is white, and nothing on it can be opened. What passed needs no explanation there.
  const closed = [];
  addEventListener("beforeprint", () => {
    root.dataset.printing = "yes";
    for (const details of document.querySelectorAll("details:not([open]):not(.brief *)")) {
      details.open = true;
      closed.push(details);
    }
    redraw();
  });
  addEventListener("afterprint", () => {
    delete root.dataset.printing;
    closed.splice(0).forEach((details) => (details.open = false));
    redraw();
  });
})();
