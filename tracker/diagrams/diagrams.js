// Draws <pre class="tracker-diagram"> with the copy of mermaid that lies beside this file, once one is about to be seen.
// Without scripts, without mermaid, or where the source has an error, the source stays as it is.
(() => {
  if (window.trackerDiagrams) return window.trackerDiagrams();
  const beside = new URL("mermaid.js", document.currentScript.src);
  let loading, count = 0;

  const mermaid = () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = beside;
    script.onload = () => resolve(window.mermaid);
    script.onerror = reject;
    document.head.append(script);
  });

  // Mermaid computes with its colours, so it needs them as they are, not as variables.
  const colour = name => {
    const probe = document.createElement("i");
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    const [r, g, b] = found.match(/[\d.]+/g).map(Number);
    return "#" + [r, g, b].map(part => Math.round(part).toString(16).padStart(2, "0")).join("");
  };

  const look = () => {
    const ink = colour("--tracker-ink"), quiet = colour("--tracker-quiet"), wash = colour("--tracker-wash");
    return {
      startOnLoad: false,
      securityLevel: "strict",
      dompurifyConfig: {FORBID_TAGS: ["img", "image", "picture", "source", "video", "audio", "iframe", "style", "link"]},
      // What a diagram may not change by a line of its own: it could ask other hosts.
      secure: ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering",
        "dompurifyConfig", "themeCSS", "fontFamily", "altFontFamily", "htmlLabels"],
      htmlLabels: false,
      flowchart: {htmlLabels: false},
      class: {htmlLabels: false},
      fontFamily: getComputedStyle(document.body).fontFamily,
      theme: "base",
      themeVariables: {
        darkMode: document.body.dataset.mdColorScheme === "slate",
        background: colour("--md-default-bg-color"),
        primaryColor: wash, primaryTextColor: ink, primaryBorderColor: quiet,
        secondaryColor: wash, tertiaryColor: wash, lineColor: quiet, textColor: ink, titleColor: ink,
        noteBkgColor: wash, noteTextColor: ink, noteBorderColor: quiet, edgeLabelBackground: wash,
      },
    };
  };

  const draw = async pre => {
    const source = pre.querySelector("code").textContent;
    const library = await mermaid();
    library.initialize(look());
    const name = `tracker-diagram-${++count}`;
    try {
      const {svg} = await library.render(name, source);
      show(pre, svg);
    } catch (error) {
      document.getElementById(`d${name}`)?.remove();  // what mermaid leaves behind
      console.warn(`This diagram can't be drawn. ${error.message}`);
    }
  };

  const show = (pre, svg) => {
    let figure = pre.closest(".tracker-drawn");
    if (!figure) {
      figure = document.createElement("figure");
      figure.className = "tracker-drawn";
      figure.innerHTML = "<div></div><details><summary>The diagram as text</summary></details>";
      pre.replaceWith(figure);
      figure.lastChild.append(pre);
    }
    figure.firstChild.innerHTML = svg;
    const drawn = figure.querySelector("svg");
    drawn.setAttribute("role", "img");
    // A wide one scrolls on a phone sooner than that its words can't be read.
    drawn.style.minWidth = `${0.7 * (parseFloat(drawn.style.maxWidth) || 0)}px`;
    if (figure.firstChild.scrollWidth > figure.firstChild.clientWidth) figure.firstChild.tabIndex = 0;
    if (!drawn.querySelector(":scope > title")) drawn.setAttribute("aria-label", "Diagram; its text follows");
  };

  const drawAll = pres => pres.reduce((before, pre) => before.then(() => draw(pre)), Promise.resolve());

  const near = new IntersectionObserver(entries => {
    const seen = entries.filter(entry => entry.isIntersecting).map(entry => entry.target);
    seen.forEach(pre => near.unobserve(pre));
    drawAll(seen);
  }, {rootMargin: "400px"});

  new MutationObserver(() => drawAll([...document.querySelectorAll(".tracker-drawn .tracker-diagram")]))
    .observe(document.body, {attributeFilter: ["data-md-color-scheme"]});

  window.trackerDiagrams = () =>
    document.querySelectorAll(".tracker-diagram").forEach(pre => pre.closest(".tracker-drawn") || near.observe(pre));
  window.trackerDiagrams();
})();
