// Charts answer: a mark says its words to pointer, touch and arrow keys, and Enter or a click opens what it links to.
// Years of a chart are shown in place. Without this script marks have their native tooltips and links, years their pages.
(() => {
  if (window.trackerCharts) return window.trackerCharts();
  const CHART = ".tracker-svg[aria-label]";
  const known = new WeakMap(), latest = new Map();
  const tip = document.createElement("div"), voice = document.createElement("div");
  tip.className = "tracker-tip";
  tip.setAttribute("aria-hidden", "true");
  voice.className = "tracker-voice";
  voice.setAttribute("role", "status");
  let shown, chart, byTouch;

  // The marks of a chart, each with its words, its shapes and its link. Native tooltips would stand beside ours.
  const read = svg => {
    if (known.has(svg)) return known.get(svg);
    const marks = new Map(), of = new Map();
    for (const title of svg.querySelectorAll("title")) {
      const shape = title.parentNode, words = title.textContent;
      if (!marks.has(words)) marks.set(words, {words, shapes: [], link: null});
      const mark = marks.get(words);
      mark.shapes.push(shape);
      mark.link ??= shape.closest("a");
      of.set(shape, mark);
      title.remove();
    }
    // The chart says them itself.
    for (const part of svg.children) part.setAttribute("aria-hidden", "true");
    const found = {marks: [...marks.values()], of};
    known.set(svg, found);
    return found;
  };

  const box = mark => {
    let boxes = mark.shapes.filter(shape => !shape.matches(".tracker-hover"));
    boxes = (boxes.length ? boxes : mark.shapes).map(shape => shape.getBoundingClientRect());
    boxes = boxes.filter(({left, top, width, height}) => left || top || width || height);
    const least = side => Math.min(...boxes.map(each => each[side]));
    const most = side => Math.max(...boxes.map(each => each[side]));
    return {x: [least("left"), most("right")], y: [least("top"), most("bottom")]};
  };

  const middle = ([low, high]) => (low + high) / 2;

  // From left to right, and from top to bottom.
  const inOrder = marks => {
    const places = new Map(marks.map(mark => [mark, box(mark)]));
    const far = (one, other, axis) => middle(places.get(one)[axis]) - middle(places.get(other)[axis]);
    return [...marks].sort((one, other) => far(one, other, "x") || far(one, other, "y"));
  };

  // The next mark in a direction, of those that share a row or a column with the one in hand.
  const next = (svg, axis, way) => {
    const {marks} = read(svg), here = box(shown), across = axis === "x" ? "y" : "x";
    const own = [middle(here[axis]), marks.indexOf(shown)];
    let best, nearest;
    marks.forEach((mark, index) => {
      if (mark === shown) return;
      const there = box(mark), place = [middle(there[axis]), index];
      if (Math.min(here[across][1], there[across][1]) < Math.max(here[across][0], there[across][0])) return;
      const ahead = way * (Math.abs(place[0] - own[0]) > 0.5 ? place[0] - own[0] : place[1] - own[1]);
      const far = Math.abs(place[0] - own[0]) + Math.abs(index - own[1]) / 1e4;
      if (ahead > 0 && !(far >= nearest)) [best, nearest] = [mark, far];
    });
    return best;
  };

  const hide = () => {
    shown?.shapes.forEach(shape => shape.classList.remove("tracker-lit"));
    tip.remove();
    shown = chart = null;
  };

  const show = (svg, mark, aloud) => {
    if (!mark) return;
    if (mark !== shown) hide();
    [shown, chart] = [mark, svg];
    mark.shapes.forEach(shape => shape.classList.add("tracker-lit"));
    tip.textContent = mark.words;
    tip.classList.toggle("tracker-tip--leads", !!mark.link);
    const frame = svg.parentNode, edge = frame.getBoundingClientRect(), {x, y} = box(mark);
    frame.append(tip);
    const room = edge.width - tip.offsetWidth;
    tip.style.left = `${Math.max(0, Math.min(room, middle(x) - edge.left - tip.offsetWidth / 2))}px`;
    const above = y[0] - tip.offsetHeight - 8;
    tip.style.top = `${(above < 0 ? y[1] + 8 : above) - edge.top}px`;
    if (aloud) voice.textContent = mark.words;
  };

  // By a link of HTML, which Material's instant loading knows.
  const open = mark => {
    const link = document.createElement("a");
    link.href = mark.link.href.baseVal;
    document.body.append(link);
    link.click();
    link.remove();
  };

  const found = event => {
    const svg = event.target.closest?.(CHART);
    if (!svg) return [];
    const {of} = read(svg), inside = event.target.closest("a");
    return [svg, of.get(event.target) ?? (inside && [...of].find(([shape]) => inside.contains(shape))?.[1])];
  };

  const on = (name, act) => document.addEventListener(name, act, true);

  on("pointerdown", event => { byTouch = event.pointerType === "touch"; });
  on("pointerover", event => {
    if (event.pointerType === "touch") return;
    const [svg, mark] = found(event);
    if (mark) show(svg, mark);
    else if (chart && !chart.parentNode.contains(event.target) && chart !== document.activeElement) hide();
  });
  // Material looks for `href` on links, where those of SVG have an object.
  const spare = event => { if (event.target.closest?.(".tracker-svg a")) event.stopPropagation(); };
  on("mousemove", spare);
  on("focusin", event => {
    const svg = event.target;
    if (!svg.matches?.(CHART) || chart === svg || byTouch) return;
    const {marks} = read(svg);
    show(svg, marks.findLast(mark => mark.link) ?? marks[0], true);
  });
  on("focusout", event => { if (event.target === chart) hide(); });
  on("click", event => {
    const tab = event.target.closest?.(".tracker-years a");
    spare(event);
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (tab) return turn(event, tab);
    const [svg, mark] = found(event);
    if (!mark) return byTouch && hide();
    const again = shown === mark;
    event.preventDefault();
    event.stopPropagation();
    show(svg, mark, byTouch);
    if (mark.link && (again || !byTouch)) open(mark);
  });
  on("keydown", event => {
    const {key} = event, svg = event.target;
    if (key === "Escape" && shown) return hide();
    if (!svg.matches?.(CHART) || event.ctrlKey || event.metaKey || event.altKey) return;
    const {marks} = read(svg);
    const ways = {ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowUp: ["y", -1], ArrowDown: ["y", 1]};
    let mark;
    if (key === "Enter" && shown?.link) open(shown);
    else if (key === "Home") mark = inOrder(marks)[0];
    else if (key === "End") mark = inOrder(marks).at(-1);
    else if (ways[key]) mark = (chart === svg && next(svg, ...ways[key])) || (chart === svg ? shown : marks[0]);
    else return;
    event.preventDefault();
    show(svg, mark, true);
  });
  addEventListener("resize", hide);

  // A year of a chart, out of that year's page.
  const turn = async (event, tab) => {
    event.preventDefault();
    event.stopPropagation();
    const tabs = tab.parentNode, figure = tabs.nextElementSibling, address = tab.href;
    if (!latest.has(tabs)) {
      const first = tab.cloneNode();
      first.textContent = "Latest";
      first.href = "";
      tabs.prepend(first);
      latest.set(tabs, [first, figure]);
    }
    const [first, own] = latest.get(tabs);
    try {
      let other = own;
      if (tab !== first) {
        const answer = await fetch(address);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        other = page.querySelector(`.tracker-chart--${tabs.dataset.chart}`);
        for (const link of other.querySelectorAll("a")) {
          if (link.href.baseVal) link.href.baseVal = new URL(link.href.baseVal, answer.url);
          else link.href = new URL(link.getAttribute("href"), answer.url);
        }
      }
      hide();
      figure.replaceWith(other);
      for (const each of tabs.children) each.removeAttribute("aria-current");
      tab.setAttribute("aria-current", "true");
      ready();
      voice.textContent = other.querySelector(".tracker-chart__finding")?.textContent ?? tab.textContent;
    } catch {
      location.href = address;
    }
  };

  // One stop of the tab key for each chart with two marks or more.
  const ready = window.trackerCharts = () => {
    document.body.append(voice);
    for (const svg of document.querySelectorAll(CHART)) {
      const titles = [...svg.querySelectorAll("title")];
      if (!titles.some(title => title.textContent !== titles[0].textContent)) continue;
      svg.setAttribute("tabindex", "0");
      svg.setAttribute("role", "application");
      svg.setAttribute("aria-roledescription", "chart");
      svg.setAttribute("aria-description", "Arrow keys go from mark to mark; Enter opens what it links to.");
    }
  };
  ready();
})();
