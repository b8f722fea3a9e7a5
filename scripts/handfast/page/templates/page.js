"use strict";
(() => {
  const spec = JSON.parse(document.getElementById("document").textContent);
  const swagger = document.getElementById("swagger");
  for (const scheme of Object.values(spec.components?.securitySchemes ?? {})) {
    if (scheme.type !== "openIdConnect") continue; // Swagger UI would ask that host as soon as it begins
    const told = `${scheme.description ?? ""}\n\nA token of the issuer at ${scheme.openIdConnectUrl}.`;
    Object.assign(scheme, { type: "http", scheme: "bearer", description: told.trim() });
  }
  const servers = spec.servers?.length ? spec.servers : [{ url: "/" }];
  const hasServer = location.protocol !== "file:" || servers.some(({ url }) => /^https?:/.test(url));

  // The first thing that Swagger UI reads overwrites what was read meanwhile: nothing is opened before it is through.
  let waiting = location.hash.length > 1;
  const wait = (original) => (...given) => {
    const result = original(...given);
    if (waiting) begin();
    waiting = false;
    return result;
  };

  const ui = SwaggerUIBundle({
    spec,
    domNode: swagger,
    docExpansion: swagger.dataset.fold,
    defaultModelsExpandDepth: 0,
    persistAuthorization: true,
    syntaxHighlight: false, // its colours are too faint to read
    validatorUrl: null, // unless it is told not to, Swagger UI asks a host of its own to validate the document
    plugins: [() => ({ statePlugins: { spec: { wrapActions: { updateResolvedSubtree: wait } } } })],
    ...(hasServer ? {} : { supportedSubmitMethods: [] }),
  });

  // References are resolved by the address of the page, which must be one that could be fetched; none is.
  if (location.protocol === "file:") ui.specActions.updateUrl("http://localhost/");

  // Swagger UI's own deep links take every address for one of theirs.
  function follow() {
    const [name, tag, operation] = location.hash.slice(1).split("/").map(decodeURIComponent);
    if (name !== "") return show(document.getElementById(name));
    const heading = document.getElementById(idOf("tag", tag));
    if (heading?.dataset.isOpen === "false") heading.click();
    return operation === undefined ? show(heading) : unfold(idOf(tag, operation), 60);
  }

  // What a tag folds away is made when it is opened, some frames later.
  function unfold(id, frames) {
    const block = document.getElementById(id);
    if (block && !block.classList.contains("is-open")) block.querySelector("button").click();
    if (block) show(block);
    else if (frames > 0) requestAnimationFrame(() => unfold(id, frames - 1));
  }

  // As Swagger UI makes the ids of its elements, and back.
  function idOf(...names) {
    return CSS.escape(["operations", ...names].join("-").trim().replace(/\s/g, "_"));
  }
  function address(block) {
    const { tag } = block.closest(".opblock-tag-section").querySelector(".opblock-tag").dataset;
    const operation = block.id.replace(/\\(.)/g, "$1").slice(`operations-${tag}-`.length);
    return `#/${encodeURIComponent(tag)}/${encodeURIComponent(operation)}`;
  }

  function show(element) {
    if (element instanceof HTMLDetailsElement) element.open = true;
    element?.scrollIntoView();
  }

  function begin() {
    if (swagger.querySelector("h3, .errors-wrapper")) follow();
    else requestAnimationFrame(begin);
  }

  addEventListener("hashchange", follow);
  addEventListener("click", (event) => {
    const block = event.target.closest(".opblock-summary")?.parentElement;
    const link = event.target.closest("a[href^='#']");
    if (block) history.replaceState(null, "", address(block));
    if (!link) return;
    const contents = document.getElementById("contents");
    if (contents.matches(":popover-open")) contents.hidePopover();
    if (link.getAttribute("href") === location.hash) follow(); // the address stays as it is: nobody else will
  });
})();
